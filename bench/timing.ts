/**
 * Can a refused login be told from another one by its time? `npm run bench:timing` asks the real service, on an embedded
 * database in memory, for each kind of refusal in turn, in random order, and compares the medians. Exit code 1: a case
 * differs by more than 5 % from what it must look like. On a busy machine that may be noise: the row "once more" shows it.
 */
import { PGlite } from '@electric-sql/pglite';
import { pino } from 'pino';
import { createApp } from '../server/app.ts';
import { loadConfig } from '../server/config.ts';
import { onPGlite } from '../server/database/embedded.ts';
import { DAY, SECOND } from '../server/time.ts';
import { type Case, COST, createAccounts, failingLogins } from './timing-cases.ts';

const MOST_ROUNDS = 120;
/** Medians of fewer samples than this say nothing. */
const FEWEST_ROUNDS = 30;
const MOST_TIME = 45 * SECOND;
/** The first rounds warm up the code and the connection, and aren't counted. */
const WARM_UP = 2;
/** How far a median may be from the one it must look like. */
const TOLERANCE = 0.05;

const LOGIN =
  'mutation ($username: String!, $password: String!) { login(input: { username: $username, password: $password }) { __typename } }';

/** Every round is another day: what an account was refused the day before is forgotten. */
let elapsed = 0;

const { url, close } = await startService();
const cases = failingLogins();
const { samples, rounds } = await measure(cases);
await close();
process.exitCode = report(cases, samples, rounds);

async function startService() {
  const wide = { count: 1_000_000, seconds: 900 };
  const standard = loadConfig({ NODE_ENV: 'test', PORT: '0' });
  const limits = { ...standard.limits, loginAccountAddress: wide, loginAddress: wide, loginService: wide };
  const config = { ...standard, bcryptCost: COST, limits, deadline: 20 * SECOND };
  const database = onPGlite(await PGlite.create());
  const log = pino({ level: 'silent' });
  const app = await createApp(config, { prismaDirectory: 'prisma', log, database, clock: () => Date.now() + elapsed });
  const port = await app.listen();
  await app.ready;
  await createAccounts(database);
  return { url: `http://127.0.0.1:${port}/graphql`, close: () => app.close().then(database.close) };
}

/** Interleaved, so that what else the machine does meets every case alike. */
async function measure(all: Case[]) {
  const times = new Map(all.map(({ name }) => [name, [] as number[]]));
  const end = performance.now() + MOST_TIME;
  let counted = -WARM_UP;
  while (counted < MOST_ROUNDS && performance.now() < end) {
    // What is only stated needs fewer samples than what is held to the tolerance.
    const due = all.filter(({ like }) => like !== null || counted % 4 === 0);
    for (const one of shuffled(due)) {
      const took = await timeOf(one);
      if (counted >= 0) {
        times.get(one.name)?.push(took);
      }
    }
    counted += 1;
    elapsed += DAY;
  }
  return { samples: times, rounds: counted };
}

function shuffled(all: Case[]): Case[] {
  return all
    .map((one) => ({ one, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ one }) => one);
}

async function timeOf({ name, username, password }: Case): Promise<number> {
  const body = JSON.stringify({ query: LOGIN, variables: { username, password } });
  const start = performance.now();
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const text = await response.text();
  const took = performance.now() - start;
  if (!text.includes('InvalidCredentials')) {
    throw new Error(`${name}: ${text}`);
  }
  return took;
}

/** Prints the table and the verdict, and answers the exit code. */
function report(all: Case[], times: Map<string, number[]>, counted: number): number {
  const medianOf = (name: string) => median(times.get(name) ?? []);
  const rows = all.map(({ name, like }) => {
    const ratio = medianOf(name) / medianOf(like ?? 'wrong password');
    const verdict = verdictOn(ratio, like);
    return { name, like: like ?? 'wrong password', time: medianOf(name).toFixed(1), ratio: ratio.toFixed(3), verdict };
  });
  print(`BCRYPT_COST ${COST}, ${counted} interleaved rounds\n`);
  print('| refused login | median, ms | ratio to | ratio | |\n| --- | ---: | --- | ---: | --- |');
  for (const { name, like, time, ratio, verdict } of rows) {
    print(`| ${name} | ${time} | ${like} | ${ratio} | ${verdict} |`);
  }
  if (counted < FEWEST_ROUNDS) {
    print(`\nToo few rounds in ${MOST_TIME / SECOND} s to say anything: at least ${FEWEST_ROUNDS} are needed.`);
    return 1;
  }
  return rows.some(({ verdict }) => verdict === 'told apart') ? 1 : 0;
}

function verdictOn(ratio: number, like: string | null): string {
  if (like === null) {
    return 'stated';
  }
  return Math.abs(ratio - 1) <= TOLERANCE ? 'ok' : 'told apart';
}

function median(times: number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
