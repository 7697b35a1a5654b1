// Goes before a program that is measured (`node --import`): from one SIGUSR2 to the next, bcrypt hashes at its lowest cost,
// and every password is right. So the program can answer thousands of requests, as it does in a day, within seconds.
import { createRequire } from 'node:module';

const LOWEST_COST = 4;

const bcrypt = createRequire(process.argv[1])('bcrypt');
const { compare, hash } = bcrypt;
const any = await hash('', LOWEST_COST);
let isCheap = false;

process.on('SIGUSR2', () => {
  isCheap = !isCheap;
});
bcrypt.hash = (password, cost) => hash(password, isCheap ? LOWEST_COST : cost);
bcrypt.compare = async (password, stored) => (await compare(password, isCheap ? any : stored)) || isCheap;
