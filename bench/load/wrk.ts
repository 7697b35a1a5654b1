import { execFile, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pinned } from '../cores.ts';
import type { Target } from './target.ts';

const SCRIPT = fileURLToPath(new URL('./wrk.lua', import.meta.url));

/** What a round of requests came to. Latencies are in milliseconds. */
export interface Load {
  requests: number;
  /** Requests per second. */
  rate: number;
  p50: number;
  p99: number;
}

export interface LoadOptions {
  seconds: number;
  connections: number;
  cores: string | null;
  /** Where files may be put. */
  directory: string;
  /** A file with one cookie a line, of which every request takes one at random. */
  cookies?: string;
}

/** @throws with what to do about it, where there is no wrk */
export function requireWrk(): void {
  if (spawnSync('wrk', ['--version']).error) {
    throw new Error('The load comes from wrk, which is not installed: apt-get install wrk (or brew install wrk).');
  }
}

/** Keeps connections busy with one request for some seconds. @throws where any answer wasn't the right one */
export async function load(target: Target, options: LoadOptions): Promise<Load> {
  const { seconds, connections, cores, directory } = options;
  const file = join(directory, 'target.lua');
  await writeFile(file, luaOf(target, options.cookies));
  const args = ['--threads=1', `--connections=${connections}`, `--duration=${seconds}s`, '--timeout=5s'];
  const [command, all] = pinned(cores, 'wrk', [...args, `--script=${SCRIPT}`, target.url]);
  const { stdout } = await promisify(execFile)(command, all, { env: { ...process.env, BENCH_TARGET: file } });
  return read(stdout, target);
}

function read(output: string, { url }: Target): Load {
  const found = output.match(/^RESULT (\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (.*)$/m);
  if (!found) {
    throw new Error(`wrk said: ${output}`);
  }
  const [requests = 0, microseconds = 0, p50 = 0, p99 = 0, wrong = 0, lost = 0] = found.slice(1, 7).map(Number);
  if (wrong > 0 || lost > 0 || requests === 0) {
    throw new Error(`${url}: of ${requests} answers ${wrong} were wrong and ${lost} got lost; the first: ${found[7]}`);
  }
  return { requests, rate: requests / (microseconds / 1e6), p50: p50 / 1000, p99: p99 / 1000 };
}

function luaOf({ method, headers, body, answer }: Target, cookies?: string): string {
  const fields = [
    `method = ${text(method)}`,
    `headers = { ${Object.entries(headers)
      .map(([name, value]) => `[${text(name)}] = ${text(value)}`)
      .join(', ')} }`,
    ...(body === undefined ? [] : [`body = ${text(body)}`]),
    ...(cookies === undefined ? [] : [`cookies = ${text(cookies)}`, `seed = ${Math.floor(Math.random() * 2 ** 31)}`]),
    `answer = ${text(typeof answer === 'string' ? answer : answer.holds)}`,
    `whole = ${typeof answer === 'string'}`,
  ];
  return `return { ${fields.join(', ')} }\n`;
}

/** Every byte that isn't plain is written as its number. */
function text(value: string): string {
  const bytes = [...Buffer.from(value)].map((byte) =>
    byte < 32 || byte > 126 || byte === 34 || byte === 92
      ? `\\${String(byte).padStart(3, '0')}`
      : String.fromCharCode(byte),
  );
  return `"${bytes.join('')}"`;
}
