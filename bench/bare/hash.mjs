// One check of a password with bcrypt and nothing else, on every request; the answer is how long it took, in milliseconds.
import { createServer } from 'node:http';
import bcrypt from 'bcrypt';

const PASSWORD = 'correct horse battery';
const hash = await bcrypt.hash(PASSWORD, Number(process.env.BCRYPT_COST));

createServer(async (_request, response) => {
  const began = performance.now();
  const matches = await bcrypt.compare(PASSWORD, hash);
  response.writeHead(matches ? 200 : 500).end(String(performance.now() - began));
}).listen(Number(process.env.PORT), '127.0.0.1');
