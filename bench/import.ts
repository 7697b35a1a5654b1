// npm run bench:import: how long 100,000 users of Django take to move in. Exits with 1 past 60 s.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { buildWhenStale } from '../server/test/server-process.ts';

const USERS = 100_000;
const LIMIT_SECONDS = 60;
const ADMIN_URL = process.env.TEST_DATABASE_URL ?? 'postgresql://root@127.0.0.1:5432/postgres';

interface Run {
  place: string;
  env: Record<string, string>;
}

buildWhenStale();
const directory = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
const name = `gatehouse_bench_${process.pid}`;
const databaseUrl = new URL(ADMIN_URL);
databaseUrl.pathname = `/${name}`;
const dump = join(directory, 'users.json');
const runs: Run[] = [
  { place: 'PostgreSQL', env: { DATABASE_URL: databaseUrl.href } },
  { place: 'embedded', env: { DATA_DIR: join(directory, 'data') } },
];
try {
  await pipeline(Readable.from(dumpOf(USERS)), createWriteStream(dump));
  await runSql(`CREATE DATABASE "${name}"`);
  await report(runs);
} finally {
  await runSql(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  await rm(directory, { recursive: true });
}

async function report(all: Run[]): Promise<void> {
  const megabytes = ((await stat(dump)).size / 1e6).toFixed(0);
  print(`${USERS.toLocaleString('en')} users, ${megabytes} MB\n`);
  print('| database | import | users/s | the same again |');
  print('| --- | ---: | ---: | ---: |');
  for (const { place, env } of all) {
    run('migrate', [], env);
    const first = run('manage', ['import-django', dump], env);
    const again = run('manage', ['import-django', dump], env);
    print(`| ${place} | ${first.toFixed(1)} s | ${Math.round(USERS / first)} | ${again.toFixed(1)} s |`);
    if (first > LIMIT_SECONDS) {
      process.exitCode = 1;
    }
  }
}

/** Runs one of the build's programs and answers how many seconds it took, its start included. */
function run(program: string, args: string[], env: Record<string, string>): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [`dist/${program}.js`, ...args], { env, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(stderr);
  }
  return (performance.now() - began) / 1000;
}

/** What dumpdata writes of so many users, in one line. */
function* dumpOf(users: number): Generator<string> {
  for (let pk = 1; pk <= users; pk += 1) {
    yield `${pk === 1 ? '[' : ', '}${JSON.stringify(rowOf(pk))}`;
  }
  yield ']\n';
}

function rowOf(pk: number): object {
  return {
    model: 'auth.user',
    pk,
    fields: {
      password: `bcrypt_sha256$$2b$12$${randomBytes(40).toString('hex').slice(0, 53)}`,
      last_login: pk % 3 === 0 ? null : '2026-11-20T08:15:30.123Z',
      is_superuser: false,
      username: `Person.${pk}`,
      first_name: 'Ada',
      last_name: 'Lovelace',
      email: `person.${pk}@example.com`,
      is_staff: pk % 100 === 0,
      is_active: pk % 50 !== 0,
      date_joined: new Date(Date.UTC(2020, 0, 1) + pk * 1000).toISOString(),
      groups: [],
      user_permissions: [],
    },
  };
}

async function runSql(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: ADMIN_URL });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
