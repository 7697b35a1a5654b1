import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateSessionToken } from '../../sessions/token.ts';
import { somebody } from '../callers.ts';
import { leaksIn } from '../canaries.ts';
import { type Production, startProduction } from './production.ts';
import { type ProductionStores, prepareStores, recordsIn } from './stores.ts';
import type { SeenAnswer, Witness } from './witness.ts';

const HTTPS = { PUBLIC_URL: 'https://accounts.example.com' };

const known = somebody();

let stores: ProductionStores;
let server: Production;

beforeAll(async () => {
  stores = await prepareStores();
  server = await startProduction(HTTPS, stores);
});
afterAll(() => server?.stop());

async function signedUp(person = somebody()): Promise<Witness> {
  const browser = server.visitor();
  expect(await browser.signup(person)).toMatchObject({ __typename: 'SignupSuccess' });
  return browser;
}

function tokenOf({ cookie }: Witness): string {
  return String(cookie).slice('__Host-gatehouse='.length);
}

/** Whom a Cookie header signs in. */
async function whoIs(cookie: string): Promise<string | undefined> {
  const visitor = server.visitor();
  visitor.cookie = cookie;
  return (await visitor.me())?.username;
}

/** Name and attributes of each Set-Cookie. */
function cookiesIn({ headers }: SeenAnswer): Record<string, string[]> {
  const cookies = headers.getSetCookie().map((header) => {
    const [pair = '', ...attributes] = header.split('; ');
    return [pair.split('=')[0], attributes.sort()];
  });
  return Object.fromEntries(cookies);
}

test('every cookie is bound to this host and to TLS, and is out of reach of scripts and other sites', async () => {
  const bound = ['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure'];
  const browser = await signedUp(known);
  const device = { '__Host-gatehouse-device': [...bound, 'Max-Age=31536000'].sort() };
  expect(cookiesIn(browser.last)).toEqual({ '__Host-gatehouse': bound, ...device });

  await browser.login(known.username, known.password, true);
  expect(cookiesIn(browser.last)).toEqual({ '__Host-gatehouse': [...bound, 'Max-Age=2592000'].sort(), ...device });

  await browser.logout();
  expect(cookiesIn(browser.last)).toEqual({ '__Host-gatehouse': [...bound, 'Max-Age=0'].sort() });
});

test('a token that somebody planted is worth nothing after a login, and neither is one of the planter’s own', async () => {
  const person = somebody();
  await signedUp(person);
  const planter = await signedUp();
  for (const planted of [generateSessionToken(), tokenOf(planter)]) {
    const victim = server.visitor();
    victim.cookie = `__Host-gatehouse=${planted}`;
    expect(await victim.login(person.username, person.password)).toMatchObject({ __typename: 'LoginSuccess' });

    expect(tokenOf(victim)).toMatch(/^[\w-]{43}$/);
    expect(tokenOf(victim)).not.toBe(planted);
    expect(await victim.me()).toMatchObject({ username: person.username });
    expect(await whoIs(`__Host-gatehouse=${planted}`)).toBeUndefined();
  }
});

test('a token counts under the name of our cookie alone, once and to the letter', async () => {
  const person = somebody();
  const browser = await signedUp(person);
  const token = tokenOf(browser);
  const own = `__Host-gatehouse=${token}`;
  for (const cookie of [
    `gatehouse=${token}`,
    `__Secure-gatehouse=${token}`,
    `__host-gatehouse=${token}`,
    `__Host-Gatehouse=${token}`,
    `__Host-gatehouse-device=${token}`,
    ` =${own}`,
    `__Host-gatehouse="${token}"`,
    `__Host-gatehouse =${token}`,
    `__Host-gatehouse= ${token}`,
    `__Host-gatehouse=${encodeURIComponent('=')}${token}`,
    `__Host-gatehouse=${token}x`,
    `__Host-gatehouse=${token.slice(0, -1)}`,
    `${own}; ${own}`,
    `__Host-gatehouse=planted; ${own}`,
    `${own},${own}`,
  ]) {
    expect(await whoIs(cookie), cookie).toBeUndefined();
  }
  expect(await whoIs(`gatehouse=planted; a="b"; ${own}; gatehouse=x`)).toBe(person.username);
});

test('a token is in no body, no header but Set-Cookie, and no line of the log', async () => {
  const person = somebody();
  const browser = await signedUp(person);
  const tokens: Record<string, string> = { signup: tokenOf(browser) };
  await browser.send('{ mySessions { id device address current } me { id } }');
  await browser.login(person.username, person.password, true);
  tokens.login = tokenOf(browser);
  tokens.device = String(browser.deviceCookie?.split('=')[1]);
  await browser.revokeOtherSessions();
  tokens.revocation = tokenOf(browser);
  await browser.send(`{ me { id(token: "x") } }`);
  await browser.post('{', {});
  await browser.logout();
  await browser.send('mutation { revokeOtherSessions { __typename } }');

  expect(new Set(Object.values(tokens)).size).toBe(4);
  for (const { headers, body } of browser.answers) {
    const others = [...headers].filter(([name]) => name !== 'set-cookie');
    expect(leaksIn(JSON.stringify([others, body]), tokens)).toEqual([]);
  }
  await server.log();
  expect(leaksIn(server.output(), tokens)).toEqual([]);
});

test('no answer of the API may be kept or guessed at, and browsers stay with TLS', async () => {
  const answers = [
    await signedUp().then(({ last }) => last),
    await server.visitor().post('{"query":"{ me { id } }"}'),
    await server.visitor().post('{"query":"{ mySessions { id } }"}'),
    await server.visitor().post('{"query":"{"}'),
    await server.visitor().post('{'),
    await server.visitor().post('{}', { origin: 'https://evil.example' }),
    await server.visitor().post('{}', { accept: 'text/html' }),
    await server.visitor().post('x'.repeat(100_001)),
    await fetch(`${server.url}/graphql`),
    await fetch(`${server.url}/graphql`, { method: 'OPTIONS' }),
    await fetch(`${server.url}/readyz`),
    await fetch(`${server.url}/nowhere`),
  ];
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 400, 401, 403, 404, 405, 406, 413]));
  for (const { headers } of answers) {
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=31536000',
    });
  }
});

test('every page holds scripts, frames, other windows and other sites off', async () => {
  const paths: string[] = JSON.parse(await readFile('dist/ui/pages.json', 'utf8'));
  for (const path of [...paths, '/no/such/page']) {
    const page = await fetch(server.url + path, { headers: { accept: 'text/html' } });
    expect(page.status, path).toBe(path === '/no/such/page' ? 404 : 200);
    const { 'content-security-policy': policy = '', ...headers } = Object.fromEntries(page.headers);
    expect(headers, path).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'strict-transport-security': 'max-age=31536000',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    const directives = policy.split('; ');
    for (const directive of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ]) {
      expect(directives, path).toContain(directive);
    }
    expect(policy).not.toMatch(/unsafe|https?:|data:|\*/);
    // Such a policy forbids them; so none may be needed.
    expect(await page.text()).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/i);
  }
});

test('anonymous and hostile requests leave no row and no key in any store', async () => {
  await server.stop();
  const before = await recordsIn(stores);
  expect(before.length).toBeGreaterThan(1);
  {
    await using again = await startProduction(HTTPS, stores);
    await Promise.all(barrage(again));
  }
  expect(await recordsIn(stores)).toEqual(before);
});

function barrage(at: Production): Promise<unknown>[] {
  const token = generateSessionToken();
  const cookies = ['', `__Host-gatehouse=${token}`, `gatehouse=${token}`, '__Host-gatehouse=x; __Host-gatehouse=x'];
  const signup = (more: string) =>
    `mutation { signup(input: { username: "eve", password: "${known.password}", ${more} }) { __typename } }`;
  const operations = [
    '{ me { id } mySessions { id } }',
    'mutation { logout }',
    'mutation { revokeOtherSessions { __typename } }',
    'mutation { checkPassword(input: { password: "x" }) { __typename } }',
    `mutation { login(input: { username: "${known.username}", password: "wrong" }) { __typename } }`,
    signup('passwordConfirmation: "another"'),
    signup(`passwordConfirmation: "${known.password}", email: "none"`),
    '{ nothing }',
    '{',
  ];
  return cookies.flatMap((cookie) => {
    const visitor = at.visitor({ cookie, 'user-agent': `Mozilla/5.0 ${Math.random()}` });
    return [
      ...operations.map((query) => visitor.send(query)),
      ...['', '[]', '{}', '\0', 'x'.repeat(200_000)].map((body) => visitor.post(body)),
      visitor.send(signup(`passwordConfirmation: "${known.password}"`), {}, { origin: 'https://evil.example' }),
      fetch(`${at.url}/graphql?query={me{id}}`, { headers: { cookie } }),
      fetch(`${at.url}/${Math.random()}`, { headers: { cookie } }),
    ];
  });
}
