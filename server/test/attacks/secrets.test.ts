import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ada } from '../people.ts';
import { startServer } from '../server-process.ts';
import { type Production, startProduction } from './production.ts';
import { prepareStores } from './stores.ts';
import type { Witness } from './witness.ts';

const OLD_KEY = 'the-old-key-of-these-tests-9876543210';
const NEW_KEY = 'the-new-key-of-these-tests-0123456789';

const directory = mkdtempSync(join(tmpdir(), 'gatehouse-secrets-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Nothing listens there; it isn't reached. */
const ON_SERVERS = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://accounts.example.com',
  DATABASE_URL: 'postgresql://127.0.0.1:1/none',
  REDIS_URL: 'redis://127.0.0.1:1',
};

function fileOf(content: string): string {
  const path = join(directory, String(Math.random()));
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

/** What it says before it ends. */
async function refusalOf(env: Record<string, string>): Promise<string> {
  await using server = startServer({ ...ON_SERVERS, ...env });
  // One that starts after all would go on for ever.
  const tooLate = setTimeout(() => server.signal('SIGKILL'), 15_000);
  expect(await server.exit).toBe(1);
  clearTimeout(tooLate);
  return server.output();
}

const REPEATING = 'canary'.repeat(8);
const SHORT = 'canary-of-31-bytes-that-is-good';

test.each([
  ['without a key', {}, 'SECRET_KEY is required in production'],
  ['with a short key', { SECRET_KEY: SHORT }, 'SECRET_KEY must be 32 bytes or more'],
  ['with a key that repeats itself', { SECRET_KEY: REPEATING }, 'SECRET_KEY must be 32 bytes or more'],
  ['with a file that isn’t there', { SECRET_KEY_FILE: '/nowhere/canary' }, "SECRET_KEY_FILE can't be read (ENOENT)"],
  [
    'with a short key before',
    { SECRET_KEY: NEW_KEY, SECRET_KEY_PREVIOUS: SHORT },
    'SECRET_KEY_PREVIOUS must be 32 bytes or more',
  ],
])('production %s doesn’t start, and says which variable it is and not what is in it', async (_how, env, message) => {
  const said = await refusalOf(env as Record<string, string>);
  expect(said).toContain(message);
  expect(said).not.toMatch(/canary|of-these-tests/);
});

test('after a rotation a browser is known by the key before, and without that no more', async () => {
  const stores = await prepareStores();
  const start = (env: Record<string, string>) =>
    startProduction({ LIMIT_LOGIN_ACCOUNT: '1/900', SECRET_KEY: '', ...env }, stores);
  let deviceCookie: string | null = null;
  {
    await using old = await start({ SECRET_KEY_FILE: fileOf(`${OLD_KEY}\n`) });
    const browser = old.visitor();
    await browser.signup(ada);
    ({ deviceCookie } = browser);
  }
  {
    await using rotated = await start({ SECRET_KEY: NEW_KEY, SECRET_KEY_PREVIOUS_FILE: fileOf(OLD_KEY) });
    await useUp(rotated);
    expect(await withDevice(rotated, deviceCookie).login('ada', ada.password)).toMatchObject({
      __typename: 'LoginSuccess',
    });
  }
  {
    await using forgetful = await start({ SECRET_KEY: NEW_KEY });
    await useUp(forgetful);
    expect(await withDevice(forgetful, deviceCookie).login('ada', ada.password)).toMatchObject({
      __typename: 'TooManyAttempts',
    });
    expect(forgetful.output()).not.toMatch(/of-these-tests/);
  }
});

/** Somebody elsewhere guesses until strangers are refused. */
async function useUp(server: Production): Promise<void> {
  await server.visitor().login('ada', 'wrong');
  expect(await server.visitor().login('ada', ada.password)).toMatchObject({ __typename: 'TooManyAttempts' });
}

function withDevice(server: Production, deviceCookie: string | null): Witness {
  const browser = server.visitor();
  browser.deviceCookie = deviceCookie;
  return browser;
}
