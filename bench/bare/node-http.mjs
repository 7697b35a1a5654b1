// The least that Node can do: one answer, always the same, to a body that is read and thrown away.
import { createServer } from 'node:http';

const ANSWER = JSON.stringify({ data: { hello: 'world' } });
const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'content-length': ANSWER.length };

createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(200, HEADERS).end(ANSWER));
}).listen(Number(process.env.PORT), '127.0.0.1');
