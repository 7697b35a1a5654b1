import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../server/time.ts';
import { isRight, type Target } from './target.ts';

const MOST_ATTEMPTS = 10;

export interface Answer {
  status: number;
  body: string;
  cookies: string[];
  /**
   * From the connection's being ready for the request to the first byte of the answer, in milliseconds: what this process
   * computes for itself before and after is not the server's.
   */
  took: number;
}

/** Connections are kept: what is measured is the answer. */
const agent = new Agent({ keepAlive: true });

/** Asks once, and takes whatever is answered. */
export function ask({ url, method, headers, body }: Target): Promise<Answer> {
  const { promise, resolve, reject } = withResolvers<Answer>();
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  let began = performance.now();
  let arrived = began;
  const sent = request(url, { method, agent, headers: { ...headers, ...length } }, (response) => {
    read(response).then(
      (text) =>
        resolve({
          status: response.statusCode ?? 0,
          body: text,
          cookies: response.headers['set-cookie'] ?? [],
          took: arrived - began,
        }),
      reject,
    );
  });
  sent.on('error', reject);
  sent.on('socket', (socket) => {
    const start = () => {
      began = performance.now();
    };
    if (socket.connecting) {
      socket.once('connect', start);
    } else {
      start();
    }
    socket.prependOnceListener('data', () => {
      arrived = performance.now();
    });
  });
  sent.end(body);
  return promise;
}

/** Asks once. @throws where the answer isn't the right one */
export async function askRightly(target: Target): Promise<Answer> {
  return required(target, await ask(target));
}

function required(target: Target, answer: Answer): Answer {
  if (!isRight(target, answer.status, answer.body)) {
    throw new Error(
      `${target.url} answered ${answer.status} ${answer.body.slice(0, 300)}, not ${JSON.stringify(target.answer)}`,
    );
  }
  return answer;
}

/** The same for what is only prepared: a busy machine may be too busy for the moment. */
export async function askPatiently(target: Target): Promise<Answer> {
  for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt += 1) {
    const answer = await ask(target);
    if (answer.status !== 503) {
      return required(target, answer);
    }
    await sleep(SECOND);
  }
  return askRightly(target);
}

/** The cookies of an answer as the next request sends them. */
export function cookieOf({ cookies }: Answer): string {
  return cookies.map((cookie) => cookie.split(';')[0]).join('; ');
}

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

// Node 20 has no Promise.withResolvers.
function withResolvers<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
