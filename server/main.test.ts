import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { cp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { Agent } from './test/agent.ts';
import { ada } from './test/people.ts';
import { runSql, withDatabaseName } from './test/postgres-databases.ts';
import { startServer } from './test/server-process.ts';
import { startTcpProxy, throughProxy } from './test/tcp-proxy.ts';

/** The head of an operation with a body of four bytes; the media type is missing. */
const POST = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-length: 4\r\n';

const directory = mkdtempSync(join(tmpdir(), 'gatehouse-main-'));
afterAll(() => rm(directory, { recursive: true }));

function newDataDirectory(): string {
  return join(directory, randomUUID());
}

let used: Promise<string> | undefined;

/** One that a server has been started on before, and nobody has an account in: the first start takes seconds. */
async function usedDataDirectory(): Promise<string> {
  used ??= startOnce(newDataDirectory());
  const copy = newDataDirectory();
  await cp(await used, copy, { recursive: true });
  return copy;
}

async function startOnce(DATA_DIR: string): Promise<string> {
  await using server = startServer({ DATA_DIR });
  await server.url();
  server.signal('SIGTERM');
  await server.exit;
  return DATA_DIR;
}

describe('on embedded defaults', () => {
  test('it says where everything is, and accounts and sessions survive a restart', async () => {
    const env = { DATA_DIR: await usedDataDirectory() };
    await using first = startServer(env);
    const browser = new Agent(await first.url());
    await browser.signup(ada);
    for (const text of [
      'API          POST http://localhost:',
      'Playground   http',
      env.DATA_DIR,
      'DATABASE_URL',
      'NIST',
    ]) {
      expect(first.output()).toContain(text);
    }
    // The bundle finds the list of common passwords that was built in.
    expect((await browser.checkPassword({ password: 'baseball1' })).unmet).toMatchObject([
      { code: 'PASSWORD_TOO_COMMON' },
    ]);
    first.signal('SIGTERM');
    expect(await first.exit).toBe(0);

    await using second = startServer(env);
    const again = new Agent(await second.url());
    again.cookie = browser.cookie;

    expect(await again.me()).toMatchObject({ username: 'ada', email: ada.email });
  });

  test('what was answered survives a kill, and the directory can be opened at once', async () => {
    const env = { DATA_DIR: await usedDataDirectory() };
    await using first = startServer(env);
    const browser = new Agent(await first.url());
    await browser.signup(ada);
    await browser.changePassword(ada.password, 'staple paper clip');
    first.signal('SIGKILL');
    await first.exit;

    await using second = startServer(env);
    const again = new Agent(await second.url());
    again.cookie = browser.cookie;

    expect(await again.me()).toMatchObject({ username: 'ada' });
    expect(await again.login('ada', ada.password)).toMatchObject({ __typename: 'InvalidCredentials' });
  });

  test('production on an embedded database keeps a key of its own, for its owner alone, and says it nowhere', async () => {
    const DATA_DIR = await usedDataDirectory();
    await rm(join(DATA_DIR, 'secret-key'));
    const env = { NODE_ENV: 'production', ALLOW_EMBEDDED: 'true', PUBLIC_URL: 'http://localhost', LOG_LEVEL: 'debug' };
    const kept: string[] = [];
    for (const _start of ['first', 'second']) {
      await using server = startServer({ ...env, DATA_DIR });
      await server.url();
      kept.push((await readFile(join(DATA_DIR, 'secret-key'), 'utf8')).trim());
      expect(server.output()).not.toContain(kept[0]);
    }

    expect(kept[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(kept[1]).toBe(kept[0]);
    expect((await stat(join(DATA_DIR, 'secret-key'))).mode & 0o777).toBe(0o600);
  });

  test('a key that is damaged stops it with one line, and stays as it is', async () => {
    const DATA_DIR = await usedDataDirectory();
    await writeFile(join(DATA_DIR, 'secret-key'), 'half a key');
    await using server = startServer({ DATA_DIR });

    expect(await server.exit).toBe(1);
    expect(server.output().trim().split('\n')).toHaveLength(1);
    expect(server.output()).toContain('secret-key is no key');
    expect(await readFile(join(DATA_DIR, 'secret-key'), 'utf8')).toBe('half a key');
  });

  test('a second process on the same directory stops with one line', async () => {
    const env = { DATA_DIR: await usedDataDirectory() };
    await using first = startServer(env);
    await first.url();

    await using second = startServer(env);

    expect(await second.exit).toBe(1);
    expect(second.output().trim().split('\n')).toHaveLength(1);
    expect(second.output()).toContain('is in use by another process');
  });

  test('a request in flight is finished before it stops', async () => {
    await using server = startServer({ DATA_DIR: await usedDataDirectory() });
    const url = await server.url();
    const signup = new Agent(url).signup(ada);
    await new Promise((resolve) => setTimeout(resolve, 50));

    server.signal('SIGTERM');

    expect(await signup).toMatchObject({ __typename: 'SignupSuccess' });
    expect(await server.exit).toBe(0);
  });

  test.each([
    ['says nothing, as browsers open some in advance', '', ''],
    ['has sent half of a request’s head', 'POST /graphql HTTP/1.1\r\nhost: ', ''],
    ['is answered before its body has come', `${POST}content-type: text/plain\r\n\r\n`, 'body'],
  ])('a connection that %s doesn’t hold up the stop', async (_what, said, later) => {
    // Longer than the test may take: these aren't what ends it.
    const long = { STOP_TIMEOUT_MS: '60000', HTTP_HEADERS_TIMEOUT_MS: '60000', HTTP_REQUEST_TIMEOUT_MS: '60000' };
    const { output } = await stopBeside(said, later, long);
    expect(output).toContain('stopped');
  });

  test('a connection that never sends its body is cut off before the time is over, and the stores are closed', async () => {
    const said = `${POST}content-type: application/json\r\n\r\n`;
    const { output } = await stopBeside(said, '', { STOP_TIMEOUT_MS: '3000' });
    expect(output).toContain('stopped');
  });
});

/** Stops a server that has a connection on which this was said, and this after the stop has begun. */
async function stopBeside(said: string, later: string, env: Record<string, string>): Promise<{ output: string }> {
  await using server = startServer({ DATA_DIR: await usedDataDirectory(), ...env });
  const { port } = new URL(await server.url());
  const connection = connect(Number(port), '127.0.0.1').on('error', () => undefined);
  connection.write(said);
  // Its answer says that the connection that was opened before it has been accepted.
  await fetch(`http://127.0.0.1:${port}/healthz`);

  server.signal('SIGTERM');
  await server.saying('SIGTERM');
  connection.write(later);

  expect(await server.exit).toBe(0);
  connection.destroy();
  return { output: server.output() };
}

test('a wrong environment stops it with every problem, by name and never by value', async () => {
  await using server = startServer({ NODE_ENV: 'production', PORT: 'hunter2', MIGRATE: 'hunter2' });

  expect(await server.exit).toBe(1);
  for (const name of ['PORT', 'MIGRATE', 'DATABASE_URL', 'REDIS_URL', 'PUBLIC_URL', 'SECRET_KEY']) {
    expect(server.output()).toContain(`  ${name} `);
  }
  expect(server.output()).not.toContain('hunter2');
});

test('a taken port stops it with what to do about it', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const { port } = holder.address() as { port: number };

  await using server = startServer({ DATA_DIR: await usedDataDirectory(), PORT: String(port) });

  expect(await server.exit).toBe(1);
  expect(server.output()).toContain(`Port ${port} is taken`);
  expect(server.output()).not.toContain('    at ');

  await using measured = startServer({ DATA_DIR: await usedDataDirectory(), METRICS_PORT: String(port) });

  expect(await measured.exit).toBe(1);
  expect(measured.output()).toContain('METRICS_PORT is taken');
  expect(measured.output()).not.toContain('    at ');
  holder.close();
});

test('a data directory that can’t be written stops it with one line', async () => {
  const file = join(directory, 'a-file');
  await writeFile(file, '');

  await using server = startServer({ DATA_DIR: join(file, 'data') });

  expect(await server.exit).toBe(1);
  expect(server.output().trim().split('\n')).toHaveLength(1);
  expect(server.output()).toMatch(/DATA_DIR .*can't be written \(ENOTDIR\)/);
});

const servers = inject('serverTemplate');

describe.runIf(servers)('on PostgreSQL and Redis', () => {
  const { adminUrl = '', redisUrl = '', name: template = '' } = servers ?? {};
  const names: string[] = [];

  async function newDatabase(): Promise<string> {
    const name = `${template}_main_${names.length}`;
    names.push(name);
    await runSql(adminUrl, `CREATE DATABASE "${name}"`);
    return withDatabaseName(adminUrl, name);
  }

  afterAll(async () => {
    for (const name of names) {
      await runSql(adminUrl, `DROP DATABASE "${name}" WITH (FORCE)`);
    }
  });

  const production = {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://accounts.example.com',
    REDIS_PREFIX: `${template}:`,
    SECRET_KEY: '5a1f0c8e7b9d2346f1e0a7c58b3d9e62407f8c1b6a5d3e92c0b4f7a81d6e2c39',
  };

  test('the same build runs in production, several processes at once on a database that is empty', async () => {
    const env = { ...production, DATABASE_URL: await newDatabase(), REDIS_URL: redisUrl };
    await using one = startServer(env);
    await using other = startServer(env);
    await using third = startServer(env);
    const [here, there] = [new Agent(await one.url()), new Agent(await other.url())];
    await third.url();

    expect(await here.signup(ada)).toMatchObject({ __typename: 'SignupSuccess' });
    there.cookie = here.cookie;

    expect(here.cookie).toMatch(/^__Host-gatehouse=/);
    expect(await there.me()).toMatchObject({ username: 'ada' });
    expect((await fetch(`${here.url}/graphql`, { headers: { accept: 'text/html' } })).status).toBe(405);
    const { errors } = await here.send('{ __schema { queryType { name } } }');
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    const applied = [one, other, third].filter((server) => server.output().includes('migration 2'));
    expect(applied).toHaveLength(1);
    const lines = [one, other, third].flatMap((server) => server.output().trim().split('\n'));
    expect(lines.map((line) => typeof JSON.parse(line).msg)).toEqual(lines.map(() => 'string'));
  });

  test('a database or a Redis database that is not there is told by what is wrong with it, and is not ready', async () => {
    const DATABASE_URL = withDatabaseName(adminUrl, `${template}_nowhere`);
    const wrongRedis = new URL(redisUrl);
    wrongRedis.pathname = '/9999';
    await using server = startServer({ ...production, DATABASE_URL, REDIS_URL: wrongRedis.href });

    await server.saying("PostgreSQL (DATABASE_URL) can't be used (it has no such database)");
    await server.saying(/Redis \(REDIS_URL\) can't be used \(ERR DB index is out of range\)/);
    const [, port] = await server.saying(/"port":(\d+)/);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(503);
  });

  test('where no password can be hashed, it says so and ends instead of being ready', async () => {
    const env = { ...production, DATABASE_URL: await newDatabase(), REDIS_URL: redisUrl };
    // As with an addon that was made for another machine.
    await using server = startServer({ ...env, NODE_OPTIONS: '--no-addons' });

    expect(await server.exit).toBe(1);
    expect(server.output()).toContain('native addon');
    expect(server.output()).not.toContain('"ready"');
  });

  test('MIGRATE=check refuses a database without its migrations, and leaves it alone', async () => {
    await using server = startServer({ DATABASE_URL: await newDatabase(), REDIS_URL: redisUrl, MIGRATE: 'check' });

    expect(await server.exit).toBe(1);
    expect(server.output()).toContain('not applied: 20261121000000_users_and_sessions. Run npm run db:migrate');
  });

  test('db:migrate applies what is missing, after which MIGRATE=check and MIGRATE=off start', async () => {
    const env = { DATABASE_URL: await newDatabase(), REDIS_URL: redisUrl };
    const alone = { NODE_ENV: 'production', DATABASE_URL: env.DATABASE_URL };
    const migrate = () => execFileSync(process.execPath, ['dist/migrate.js'], { env: alone, encoding: 'utf8' });

    expect(migrate()).toMatch(/^Applied 20261121000000_users_and_sessions: PostgreSQL at [^@]+_main_\d+\.\n$/);
    expect(migrate()).toMatch(/^Nothing to apply: PostgreSQL at /);

    for (const MIGRATE of ['check', 'off']) {
      await using server = startServer({ ...env, MIGRATE, REDIS_PREFIX: `${template}:` });
      expect(await new Agent(await server.url()).me()).toBeNull();
    }
  });

  test('a store that is away at the start is said once; it lives, is not ready, and heals', async () => {
    await using proxy = await startTcpProxy({ host: '127.0.0.1', port: Number(new URL(adminUrl).port || 5432) });
    proxy.cut();
    const DATABASE_URL = throughProxy(await newDatabase(), proxy.port);

    await using server = startServer({ ...production, DATABASE_URL, REDIS_URL: redisUrl });
    const [, port] = await server.saying(/"port":(\d+)/);
    const url = `http://127.0.0.1:${port}`;
    await server.saying("PostgreSQL (DATABASE_URL) can't be used");

    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect((await new Agent(url).send('{ me { id } }')).status).toBe(503);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(server.output().match(/can't be used/g)).toHaveLength(1);

    proxy.restore();
    await server.saying('can be used again');
    await server.saying('migration 20261121000000_users_and_sessions applied');
    expect(await new Agent(await server.url()).me()).toBeNull();
  });
});
