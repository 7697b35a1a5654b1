// Goes before a program that is measured (`node --import`): from one SIGUSR2 to the next, bcrypt hashes at its lowest cost,
// and every password is right. So the program can answer thousands of requests, as it does in a day, within seconds.
// It is loaded in each of the program's threads, too, and they all know of the signal by the same piece of memory.
import { createRequire } from 'node:module';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';

const LOWEST_COST = 4;
const SHARED = 'cheap hashes';

const bcrypt = createRequire(process.argv[1])('bcrypt');
const { compare, compareSync, hash, hashSync } = bcrypt;
const any = hashSync('', LOWEST_COST);

if (isMainThread) {
  setEnvironmentData(SHARED, new Int32Array(new SharedArrayBuffer(4)));
  process.on('SIGUSR2', () => Atomics.xor(cheap, 0, 1));
}
const cheap = getEnvironmentData(SHARED);
const isCheap = () => cheap[0] === 1;

bcrypt.hash = (password, cost) => hash(password, isCheap() ? LOWEST_COST : cost);
bcrypt.hashSync = (password, cost) => hashSync(password, isCheap() ? LOWEST_COST : cost);
bcrypt.compare = async (password, stored) => (await compare(password, isCheap() ? any : stored)) || isCheap();
bcrypt.compareSync = (password, stored) => compareSync(password, isCheap() ? any : stored) || isCheap();
