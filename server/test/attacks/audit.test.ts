import { afterAll, beforeAll, expect, test } from 'vitest';
import { leaksIn } from '../canaries.ts';
import { type Production, SECRET_KEY, startProduction } from './production.ts';
import { type ProductionStores, prepareStores } from './stores.ts';
import type { Witness } from './witness.ts';

const CANARIES = {
  'secret key': SECRET_KEY,
  password: 'canary-password one',
  'new password': 'canary-new password two',
  'wrong password': 'canary-wrong three',
  'checked password': 'canary-checked four',
  'unknown name': 'canary-name-five',
  'e-mail address': 'canary-six@example.com',
};

/** What moves a terminal's cursor, ends a line or turns the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;

let stores: ProductionStores;
let server: Production;

beforeAll(async () => {
  stores = await prepareStores();
  const limits = { LIMIT_LOGIN_ACCOUNT: '2/900', LIMIT_CHECK_PASSWORD_ADDRESS: '1/900' };
  server = await startProduction({ TRUST_PROXY: '1', ...limits }, stores);
});
afterAll(() => server?.stop());

const hash = expect.stringMatching(/^[\w-]{22}$/);
const tokens: Record<string, string> = {};

function keepTokens({ cookie, deviceCookie }: Witness): void {
  for (const pair of [cookie, deviceCookie]) {
    const [, value] = pair?.split('=') ?? [];
    if (value) {
      tokens[`token ${Object.keys(tokens).length}`] = value;
    }
  }
}

test('every success and every failure is one line that says what, when, who and from where', async () => {
  const { password, 'new password': next, 'wrong password': wrong } = CANARIES;
  const browser = server.visitor({ 'x-forwarded-for': '203.0.113.5', 'user-agent': 'a browser' });
  const stranger = server.visitor({ 'x-forwarded-for': '203.0.113.6', 'user-agent': 'a browser' });
  const person = { username: 'ada', password };
  let userId = '';

  const steps: [does: () => Promise<unknown>, by: Witness, line: () => object][] = [
    [
      () => browser.signup({ ...person, password: 'short' }),
      browser,
      () => ({ event: 'refused', operation: 'signup', userId: null, nameHash: hash, codes: ['PASSWORD_TOO_SHORT'] }),
    ],
    [
      async () => {
        userId = (await browser.signup(person)).user.id;
      },
      browser,
      () => ({ event: 'signedUp', userId }),
    ],
    [
      () => stranger.signup(person),
      stranger,
      () => ({ event: 'refused', operation: 'signup', userId: null, nameHash: hash, codes: ['USERNAME_TAKEN'] }),
    ],
    [() => stranger.login('ada', wrong), stranger, () => ({ event: 'loginFailed', userId, nameHash: hash })],
    [
      () => stranger.login(CANARIES['unknown name'], wrong),
      stranger,
      () => ({ event: 'loginFailed', userId: null, nameHash: hash }),
    ],
    [() => stranger.login('ada', password), stranger, () => ({ event: 'loggedIn', userId })],
    [
      () => browser.updateProfile({ email: CANARIES['e-mail address'], currentPassword: wrong }),
      browser,
      () => ({ event: 'loginFailed', userId }),
    ],
    [
      () => browser.updateProfile({ firstName: 'Augusta' }),
      browser,
      () => ({ event: 'profileUpdated', userId, fields: ['firstName'] }),
    ],
    [
      () => browser.revokeSession('no-session-of-theirs'),
      browser,
      () => ({ event: 'refused', operation: 'revokeSession', userId }),
    ],
    [() => browser.revokeOtherSessions(), browser, () => ({ event: 'sessionRevoked', userId, sessionId: null })],
    [
      () => browser.changePassword(password, 'short'),
      browser,
      () => ({ event: 'refused', operation: 'changePassword', userId, codes: ['PASSWORD_TOO_SHORT'] }),
    ],
    [() => browser.changePassword(password, next), browser, () => ({ event: 'passwordChanged', userId })],
    [() => browser.logout(), browser, () => ({ event: 'loggedOut', userId })],
    [() => browser.login('ada', next, true), browser, () => ({ event: 'loggedIn', userId, remembered: true })],
    [() => browser.deleteAccount(wrong), browser, () => ({ event: 'loginFailed', userId, nameHash: hash })],
    [() => browser.deleteAccount(next), browser, () => ({ event: 'accountDeleted', userId })],
    [
      () => stranger.login(CANARIES['unknown name'], wrong),
      stranger,
      () => ({ event: 'loginFailed', userId: null, nameHash: hash }),
    ],
    [
      () => stranger.login(CANARIES['unknown name'], wrong),
      stranger,
      () => ({ event: 'limited', userId: null, nameHash: hash, allowance: 'loginAccount' }),
    ],
    [
      () => stranger.post('{}', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }),
      stranger,
      () => ({ event: 'originRefused', origin: 'https://evil.example', site: 'cross-site' }),
    ],
  ];
  for (const [does, by, line] of steps) {
    await does();
    keepTokens(by);
    const lines = await server.linesAbout(by.last);
    expect(lines).toMatchObject([{ ...line(), address: by === browser ? '203.0.113.5' : '203.0.113.6' }]);
    const [{ event, outcome, time, userAgent }] = lines as [Record<string, string>];
    const isFailure = ['refused', 'loginFailed', 'limited', 'originRefused'].includes(String(event));
    expect({ outcome, userAgent }).toEqual({ outcome: isFailure ? 'failure' : 'success', userAgent: 'a browser' });
    expect(Math.abs(Date.parse(String(time)) - Date.now())).toBeLessThan(30_000);
  }
});

test('nothing that a client sends forges a line or reaches a reader’s terminal', async () => {
  const forgery = '\r\n{"level":50,"event":"accountDeleted","userId":"forged"}\r\n\0\u001b[2J\u009b2J\u2028\u202e';
  const forger = server.visitor({ 'x-forwarded-for': '203.0.113.7' });
  await forger.login(`forger${forgery}`, `forged${forgery}`);
  await forger.signup({
    username: `forger${forgery}`,
    password: CANARIES.password,
    firstName: forgery,
    email: forgery,
  });
  await forger.send(`{ me { id } } # ${forgery}`, { forgery }, { 'user-agent': 'a\u009bb' });
  const bytes = '\u0080\u0085\u009b2J\u009dtitle\u009c';
  for (const header of ['Origin', 'User-Agent', 'X-Forwarded-For', 'Sec-Fetch-Site', 'Cookie']) {
    // What HTTP allows in a header, which are C1 controls, too; and what it doesn't.
    for (const value of [`https://evil.example/${bytes}{"forged":1}`, 'x\u001b[2Jforged', 'x\0forged', 'x\rforged']) {
      await server.sendRaw(
        `POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\nOrigin: https://evil.example\r\n${header}: ${value}\r\n\r\n{}`,
      );
    }
  }

  const lines = await server.log();
  for (const text of server.output().trimEnd().split('\n')) {
    expect(JSON.parse(text)).toBeTypeOf('object');
    expect(text).not.toMatch(CONTROLS);
  }
  expect(lines.filter(({ userId, forged }) => userId === 'forged' || forged !== undefined)).toEqual([]);
  expect(server.output()).toContain('\\u009b2J');
});

test('what is refused because too much was asked is told, too, by the address where nobody has given a name', async () => {
  const browser = server.visitor({ 'x-forwarded-for': '203.0.113.8' });
  await browser.checkPassword({ password: CANARIES['checked password'] });
  await browser.checkPassword({ password: CANARIES['checked password'] });

  expect(await server.linesAbout(browser.last)).toMatchObject([
    { event: 'limited', allowance: 'checkPasswordAddress', outcome: 'failure', address: '203.0.113.8' },
  ]);
});

test('no line has a password, a token, a hash, an e-mail address or a name that nobody has', async () => {
  const browser = server.visitor({ 'x-forwarded-for': '203.0.113.9' });
  await browser.signup({ username: 'grace', password: CANARIES.password, email: CANARIES['e-mail address'] });
  keepTokens(browser);
  await browser.post(`{"query":"${CANARIES.password}`);
  await server.stop();

  const stored = await stores.withDatabase(({ prisma }) => prisma.user.findFirstOrThrow({ omit: { password: false } }));
  const secrets = { ...CANARIES, ...tokens, 'stored hash': stored.password };
  expect(Object.keys(tokens).length).toBeGreaterThan(5);
  expect(leaksIn(server.output(), secrets)).toEqual([]);
  expect(leaksIn(JSON.stringify(secrets), secrets)).toEqual(Object.keys(secrets));
});
