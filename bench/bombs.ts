/**
 * What does a hostile query cost? `npm run bench:bombs` starts the real service, on an embedded database in memory, sends
 * it every bomb of the tests several times, each time one that it hasn't seen, and the heaviest documents that are let
 * pass; then hundreds of each, for the memory. Exit code 1: one of them took the process longer than 100 ms, kept somebody else waiting for longer, or
 * the memory has grown.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { PGlite } from '@electric-sql/pglite';
import { pino } from 'pino';
import { createApp } from '../server/app.ts';
import { loadConfig } from '../server/config.ts';
import { onPGlite } from '../server/database/embedded.ts';
import { type Bomb, bombs, heavyDocuments } from '../server/test/bombs.ts';

const ROUNDS = 5;
/** The first rounds warm up the code, and aren't counted. */
const WARM_UP = 2;
/** What one request may cost, in milliseconds. */
const MOST_TIME = 100;
const DOCUMENTS = 200;
/** How much more memory may be held afterwards, in bytes: the cache of documents, full of the heaviest. */
const MOST_GROWTH = 40_000_000;

interface Cost {
  bytes: number;
  code: string;
  /** The process's own time, of every thread, in milliseconds. */
  times: number[];
  /** The longest that the event loop stood still, in milliseconds. */
  longest: number;
}

const { url, close } = await startService();
const costs = await measureBombs();
const growth = { bombs: await measureGrowth(bombs), 'heavy documents': await measureGrowth(heavyDocuments) };
await close();
process.exitCode = report(costs, growth);

async function startService() {
  const config = loadConfig({ NODE_ENV: 'test', PORT: '0' });
  const database = onPGlite(await PGlite.create());
  const app = await createApp(config, { prismaDirectory: 'prisma', log: pino({ level: 'silent' }), database });
  const port = await app.listen();
  await app.ready;
  return { url: `http://127.0.0.1:${port}/graphql`, close: () => app.close().then(database.close) };
}

async function measureBombs(): Promise<Map<string, Cost>> {
  const all = new Map<string, Cost>();
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const mark = `R${round + WARM_UP}`;
    for (const bomb of [...bombs(mark), ...heavyDocuments(mark)]) {
      const { time, longest } = await costOf(() => send(bomb));
      if (round >= 0) {
        const cost = all.get(bomb.name) ?? { bytes: bomb.body.length, code: bomb.code, times: [], longest: 0 };
        cost.times.push(time);
        cost.longest = Math.max(cost.longest, longest);
        all.set(bomb.name, cost);
      }
    }
  }
  return all;
}

/** The client is in the same process, and its millisecond is counted, too. */
async function costOf(work: () => Promise<void>): Promise<{ time: number; longest: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  // The turn that stood still is counted when the next one begins.
  await new Promise((resolve) => setTimeout(resolve, 3));
  delay.disable();
  return { time: (user + system) / 1000, longest: delay.max / 1_000_000 };
}

async function send({ name, body, code }: Bomb): Promise<void> {
  const text = await post(body);
  if (!text.includes(`"${code}"`)) {
    throw new Error(`${name}: ${text.slice(0, 300)}`);
  }
}

async function post(body: string): Promise<string> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return response.text();
}

/** By how much the memory in use has grown after hundreds of different documents, in bytes. */
async function measureGrowth(make: (mark: string) => Bomb[]): Promise<number> {
  const before = heldMemory();
  let sent = 0;
  while (sent < DOCUMENTS) {
    for (const bomb of make(`M${sent}`)) {
      await send(bomb);
      sent += 1;
    }
  }
  return heldMemory() - before;
}

function heldMemory(): number {
  if (!globalThis.gc) {
    throw new Error('node --expose-gc is needed, as `npm run bench:bombs` has it');
  }
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Prints the table and the verdict, and answers the exit code. */
function report(all: Map<string, Cost>, grown: Record<string, number>): number {
  print('| document | bytes | answered with | median, ms | worst, ms | loop stood still, ms |');
  print('| --- | ---: | --- | ---: | ---: | ---: |');
  for (const [name, { bytes, code, times, longest }] of all) {
    const figures = [median(times), Math.max(...times), longest].map((figure) => figure.toFixed(1));
    print(`| ${name} | ${bytes} | ${code} | ${figures.join(' | ')} |`);
  }
  for (const [name, bytes] of Object.entries(grown)) {
    print(`\nMemory after ${DOCUMENTS} different ${name}: ${(bytes / 1_000_000).toFixed(1)} MB more.`);
  }
  const slow = [...all.values()].some(({ times, longest }) => Math.max(...times, longest) > MOST_TIME);
  const large = Object.values(grown).some((bytes) => bytes > MOST_GROWTH);
  return slow || large ? 1 : 0;
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
