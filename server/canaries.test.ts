import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { openEmbedded } from './database/embedded.ts';
import { Agent } from './test/agent.ts';
import { leaksIn } from './test/canaries.ts';
import { runSql, withDatabaseName } from './test/postgres-databases.ts';
import { type ServerProcess, startServer } from './test/server-process.ts';
import { startTcpProxy, throughProxy } from './test/tcp-proxy.ts';

const CANARIES = {
  password: 'canary-password "öne"/+',
  'wrong password': 'canary-wrong two',
  'new password': 'canary-new password three',
  'checked password': 'canary-checked four',
  'password of a malformed body': 'canary-malformed five',
  'secret key': 'canary-key of thirty-two bytes and more',
  'database password': 'canary-database-six',
  'forged token': 'canaryForgedTokenWith43LettersAndDigits0123',
};

const directory = mkdtempSync(join(tmpdir(), 'gatehouse-canary-'));
afterAll(() => rm(directory, { recursive: true }));

const PRODUCTION = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'http://localhost',
  LOG_LEVEL: 'debug',
  BCRYPT_COST: '10',
  SECRET_KEY: CANARIES['secret key'],
};

const USER = { username: 'canary', password: CANARIES.password, email: null as never };

/** What somebody does to whom nothing goes right at first. Answers the tokens that they had. */
async function tellStory(url: string): Promise<Record<string, string>> {
  const tokens: Record<string, string> = {};
  const browser = new Agent(url);
  const keep = (name: string) => {
    tokens[name] = String(browser.cookie?.split('=')[1]);
  };
  await browser.signup({ ...USER, username: 'not allowed' });
  await browser.signup(USER);
  keep('token of the signup');
  await browser.login('canary', CANARIES['wrong password']);
  await browser.login(CANARIES['wrong password'], CANARIES.password);
  await browser.login('canary', CANARIES.password, true);
  keep('token of the login');
  await browser.checkPassword({ password: CANARIES['checked password'] });
  await browser.updateProfile({ email: 'canary@example.com', currentPassword: CANARIES['wrong password'] });
  await browser.changePassword(CANARIES['wrong password'], CANARIES['new password']);
  await browser.changePassword(CANARIES.password, CANARIES['new password']);
  keep('token of the change');
  await browser.revokeOtherSessions();
  keep('token of the revocation');
  await browser.deleteAccount(CANARIES['wrong password']);
  await browser.logout();
  return tokens;
}

/** What no client of ours sends, each with a secret in it. */
async function sendGarbage(url: string): Promise<void> {
  const secret = CANARIES['password of a malformed body'];
  const login = `mutation { login(input: { username: "canary", password: "${secret}" }) { __typename } }`;
  const stranger = new Agent(url);
  stranger.cookie = `gatehouse=${CANARIES['forged token']}`;
  await stranger.me();
  for (const body of [
    `{"query":"${secret}`,
    JSON.stringify({ query: login.slice(0, -2) }),
    JSON.stringify({ query: login.replace('password', 'passwort') }),
    JSON.stringify({ query: login, extensions: { viewer: 1 } }),
    JSON.stringify({ query: `query ($p: Int) { me { id } } # ${secret}`, variables: { p: secret } }),
    JSON.stringify({ query: login, padding: 'x'.repeat(200_000) }),
    JSON.stringify({ query: login.replace(secret, `${secret}\\u0000\\ud800`) }),
  ]) {
    await stranger.post(body).catch(() => undefined);
    await stranger.post(body, { 'content-type': 'text/plain' }).catch(() => undefined);
    await stranger
      .post(body, { origin: 'https://evil.example', authorization: `Bearer ${secret}` })
      .catch(() => undefined);
  }
  await fetch(`${url}/graphql?password=${encodeURIComponent(secret)}`);
  await sendRaw(url, `POST /graphql HTTP/1.1\r\nCookie: gatehouse=${secret}\r\n broken ${secret}\r\n\r\n`);
}

function sendRaw(url: string, text: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.end(text));
    socket.resume().on('close', () => resolve());
    socket.on('error', () => resolve());
  });
}

async function stop(server: ServerProcess): Promise<string> {
  server.signal('SIGTERM');
  expect(await server.exit).toBe(0);
  return server.output();
}

/** That there was something to find, and that it wasn't found. */
function expectSilence(output: string, secrets: Record<string, string>): void {
  for (const event of [
    'signedUp',
    'loggedIn',
    'loginFailed',
    'passwordChanged',
    'refused',
    'originRefused',
    'loggedOut',
  ]) {
    expect(output).toContain(`"event":"${event}"`);
  }
  expect(leaksIn(JSON.stringify(secrets), secrets)).toEqual(Object.keys(secrets));
  expect(leaksIn(output, secrets)).toEqual([]);
}

test('embedded in production, at debug level, the log holds no password, token, hash or key', async () => {
  await using server = startServer({ ...PRODUCTION, ALLOW_EMBEDDED: 'true', DATA_DIR: directory });
  const url = await server.url();
  const tokens = await tellStory(url);
  await sendGarbage(url);
  const output = await stop(server);

  const database = await openEmbedded(directory);
  const [user] = await database.rows<{ password: string }>(
    { name: 'hash', text: 'SELECT "password" FROM "User"' } as never,
    [],
  );
  await database.close();
  expectSilence(output, { ...CANARIES, ...tokens, 'stored hash': String(user?.password) });
});

test.each(['throw error', 'Promise.reject(error)', 'Promise.reject(error.values)'])(
  'a crash by %j leaves no values behind',
  async (defect) => {
    const script = join(directory, 'defect.mjs');
    const error = `const error = Object.assign(new Error('it broke'), { values: process.env.CANARY });`;
    await writeFile(script, `process.on('SIGUSR2', () => { ${error} ${defect} })`);
    const broken = { NODE_OPTIONS: `--import=${script}`, CANARY: CANARIES.password };
    await using server = startServer({ ...PRODUCTION, ...broken, ALLOW_EMBEDDED: 'true', DATA_DIR: directory });
    await server.url();

    server.signal('SIGUSR2');

    expect(await server.exit).toBe(1);
    expect(server.output()).toContain('ended by an unexpected error');
    expect(leaksIn(server.output(), CANARIES)).toEqual([]);
  },
);

const servers = inject('serverTemplate');

describe.runIf(servers)('on PostgreSQL and Redis', () => {
  const { adminUrl = '', redisUrl = '', name: template = '' } = servers ?? {};
  const name = `${template}_canary`;
  afterAll(() => runSql(adminUrl, `DROP DATABASE "${name}" WITH (FORCE)`));

  test('neither does it while the stores fail', async () => {
    await runSql(adminUrl, `CREATE DATABASE "${name}" TEMPLATE "${template}"`);
    await using proxy = await startTcpProxy({ host: '127.0.0.1', port: Number(new URL(adminUrl).port || 5432) });
    const databaseUrl = new URL(throughProxy(withDatabaseName(adminUrl, name), proxy.port));
    databaseUrl.password = CANARIES['database password'];
    const env = { DATABASE_URL: databaseUrl.href, REDIS_URL: redisUrl, REDIS_PREFIX: `${name}:` };
    await using server = startServer({ ...PRODUCTION, ...env });
    const url = await server.url();
    const tokens = await tellStory(url);
    await sendGarbage(url);
    proxy.cut();
    const unlucky = new Agent(url);
    expect((await unlucky.login('canary', CANARIES['new password'])).status).toBe(503);
    expect((await unlucky.signup({ ...USER, username: 'late' })).status).toBe(503);
    const output = await stop(server);

    expect(output).toContain("can't be used");
    expectSilence(output, {
      ...CANARIES,
      ...tokens,
      'stored hash': await storedHash(withDatabaseName(adminUrl, name)),
    });
  });
});

async function storedHash(connectionString: string): Promise<string> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query('SELECT "password" FROM "User"');
  await client.end();
  return String(rows[0]?.password);
}
