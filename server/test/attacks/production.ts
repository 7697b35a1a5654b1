import { connect } from 'node:net';
import { expect } from 'vitest';
import { type ServerProcess, startServer } from '../server-process.ts';
import { type ProductionStores, prepareStores } from './stores.ts';
import { Witness } from './witness.ts';

export const SECRET_KEY = 'attacks-on-the-key-of-the-tests-0123456789';

const PRODUCTION = {
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  PUBLIC_URL: 'http://localhost',
  SECRET_KEY,
  BCRYPT_COST: '10',
  LOG_LEVEL: 'debug',
  // These tests are neither about slow machines nor about migrations, which take a second to find out that there are none.
  REQUEST_DEADLINE_MS: '20000',
  MIGRATE: 'off',
};

type LogLine = Record<string, any>;

/** The built server in production, as it is seen from outside. */
export interface Production extends AsyncDisposable {
  url: string;
  visitor(headers?: Record<string, string>): Witness;
  /** Sends bytes as they are; answers what came back until the connection was closed. */
  sendRaw(bytes: string): Promise<string>;
  /** What was logged about an answer, by its X-Request-Id. */
  linesAbout(answer: { headers: Headers }): Promise<LogLine[]>;
  /** The whole log, once everything is in it that was answered until now; each line is JSON. */
  log(): Promise<LogLine[]>;
  /** The same as it was written. */
  output(): string;
  /** Ends it as a supervisor does; it must have had nothing to complain of. */
  stop(): Promise<void>;
}

/** Starts one. With the stores of another that has stopped, it goes on where that one ended. */
export async function startProduction(
  env: Record<string, string> = {},
  stores?: ProductionStores,
): Promise<Production> {
  const own = stores ?? (await prepareStores());
  const server = startServer({ ...PRODUCTION, ...own.env, ...env });
  try {
    return observe(server, await server.url());
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
}

function observe(server: ServerProcess, url: string): Production {
  const completeLines = () => server.output().split('\n').slice(0, -1);

  async function linesAbout({ headers }: { headers: Headers }): Promise<LogLine[]> {
    const id = headers.get('x-request-id');
    // At debug each request has a line of its own, too, which says nothing of who and from where.
    const lines = () =>
      completeLines()
        .filter((line) => line.includes(`"requestId":"${id}"`))
        .map((line): LogLine => JSON.parse(line))
        .filter(({ level }) => level > 20);
    await expect.poll(lines, { timeout: 5000 }).not.toEqual([]);
    return lines();
  }

  /** The answer may come before the line, which comes by another way; lines come in their order. */
  async function log(): Promise<LogLine[]> {
    await linesAbout(await new Witness(url).post('{}', { origin: 'https://marker.example' }));
    return completeLines().map((line) => JSON.parse(line));
  }

  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= endWell(server);
    return stopped;
  };

  return {
    url,
    visitor: (headers) => new Witness(url, headers),
    sendRaw: (bytes) => sendRaw(url, bytes),
    linesAbout,
    log,
    output: server.output,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function endWell(server: ServerProcess): Promise<void> {
  server.signal('SIGTERM');
  expect(await server.exit).toBe(0);
  const lines = server.output().trim().split('\n');
  expect(lines.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
}

function sendRaw(url: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    // Latin-1, as HTTP's headers are: each character is one byte.
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes, 'latin1'));
    socket.setEncoding('latin1').on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}
