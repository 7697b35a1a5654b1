import { expect, test } from 'vitest';
import type { AccountEventType, EventOf } from '../events/event.ts';
import type { Events } from '../events/events.ts';
import { ada, grace } from './people.ts';
import { startTestApp } from './test-app.ts';

const TYPES: AccountEventType[] = [
  'signedUp',
  'loggedIn',
  'loginFailed',
  'loggedOut',
  'passwordChanged',
  'profileUpdated',
  'accountDeleted',
  'sessionRevoked',
  'hashUpgraded',
  'limited',
  'refused',
  'originRefused',
];

/** Hears of everything. */
function recorder() {
  const heard: EventOf<AccountEventType>[] = [];
  const listen = (events: Events) => {
    for (const type of TYPES) {
      events.on(type, (event) => heard.push(event as EventOf<AccountEventType>));
    }
  };
  return { heard, listen };
}

test('the story of an account is told, event by event, to listeners and in the log', async () => {
  const { heard, listen } = recorder();
  await using app = await startTestApp({ listen });
  const laptop = app.visitor({ 'user-agent': 'a browser' });
  await laptop.signup(ada);
  const { id } = (await laptop.me()) ?? {};
  await laptop.updateProfile({ firstName: 'Augusta' });
  await laptop.changePassword('wrong', 'staple paper clip');
  await laptop.changePassword(ada.password, 'staple paper clip');
  await laptop.revokeOtherSessions();
  await laptop.logout();
  await laptop.logout();
  await laptop.login('nobody', 'staple paper clip');
  await laptop.login('ada', 'staple paper clip', true);
  await laptop.revokeSession(String((await laptop.mySessions())[0]?.id));
  await laptop.login('ada', 'staple paper clip');
  await laptop.deleteAccount('staple paper clip');

  await expect.poll(() => heard.at(-1)?.type).toBe('accountDeleted');
  expect(heard).toMatchObject([
    { type: 'signedUp', userId: id, username: 'ada', address: '127.0.0.1', userAgent: 'a browser' },
    { type: 'profileUpdated', userId: id, fields: ['firstName'] },
    { type: 'loginFailed', userId: id },
    { type: 'passwordChanged', userId: id },
    { type: 'sessionRevoked', userId: id, sessionId: null },
    { type: 'loggedOut', userId: id },
    { type: 'loginFailed', userId: null },
    { type: 'loggedIn', userId: id, remembered: true },
    { type: 'sessionRevoked', userId: id },
    { type: 'loggedIn', userId: id, remembered: false },
    { type: 'accountDeleted', userId: id, username: 'ada' },
  ]);
  const logged = app.log.filter((line) => 'event' in line);
  expect(logged.map((line) => (line as unknown as { event: string }).event)).toEqual(heard.map(({ type }) => type));
  for (const secret of [ada.password, 'staple paper clip', 'wrong', 'Augusta', String(laptop.cookie?.split('=')[1])]) {
    expect(JSON.stringify([heard, logged])).not.toContain(secret);
  }
});

test('an event carries the request’s id, which the answer has, too', async () => {
  const { heard, listen } = recorder();
  await using app = await startTestApp({ listen });
  const { headers } = await app
    .visitor()
    .send(`mutation { login(input: { username: "a", password: "b" }) { __typename } }`);

  await expect.poll(() => heard).toHaveLength(1);
  expect(heard[0]?.requestId).toBe(headers.get('x-request-id'));
});

test('every refusal is told once, with who it was as far as is known, and why', async () => {
  const { heard, listen } = recorder();
  await using app = await startTestApp({ listen });
  const visitor = app.visitor();
  await visitor.signup({ ...ada, username: 'no spaces', email: 'nobody' });
  const laptop = await app.signedUp(ada);
  const { id } = (await laptop.me()) ?? {};
  await visitor.signup(ada);
  await laptop.signup(grace);
  await laptop.updateProfile({ email: 'nobody' });
  await laptop.changePassword(ada.password, 'short');
  await laptop.revokeSession('none');
  await visitor.login('ada', 'wrong');
  await laptop.deleteAccount('wrong');

  await expect.poll(() => heard.at(-1)?.type).toBe('loginFailed');
  const nameHash = expect.stringMatching(/^[\w-]{22}$/);
  expect(heard).toMatchObject([
    { type: 'refused', operation: 'signup', userId: null, nameHash, codes: ['INVALID_CHARACTERS', 'INVALID_EMAIL'] },
    { type: 'signedUp', userId: id },
    { type: 'refused', operation: 'signup', userId: null, nameHash, codes: ['USERNAME_TAKEN'] },
    { type: 'refused', operation: 'signup', userId: id, reason: 'AlreadyLoggedIn', codes: [] },
    { type: 'refused', operation: 'updateProfile', userId: id, reason: 'ValidationFailed', codes: ['INVALID_EMAIL'] },
    { type: 'refused', operation: 'changePassword', userId: id, codes: ['PASSWORD_TOO_SHORT'] },
    { type: 'refused', operation: 'revokeSession', userId: id, reason: 'SessionNotFound' },
    { type: 'loginFailed', userId: id, nameHash },
    { type: 'loginFailed', userId: id, nameHash },
  ]);
  const outcomes = app.log.flatMap((line) =>
    'event' in line ? [(line as unknown as { outcome: string }).outcome] : [],
  );
  expect(outcomes).toEqual(heard.map(({ type }) => (type === 'signedUp' ? 'success' : 'failure')));
});

test('one account that is being guessed shows as one, whether it exists or not, and its name in no line', async () => {
  const { heard, listen } = recorder();
  await using app = await startTestApp({ listen, limits: { loginAccount: { count: 3, seconds: 60 } } });
  await app.signedUp(ada);
  for (const username of ['no.body', 'NO.BODY', ' ｎo.body', 'no.body', 'some.body', 'ada', 'Ada']) {
    await app.visitor().login(username, 'wrong');
  }

  await expect.poll(() => heard).toHaveLength(8);
  const hashes = heard.slice(1).map((event) => (event as EventOf<'loginFailed'>).nameHash);
  const [nobody, , , , somebody, known] = hashes;
  expect(hashes).toEqual([nobody, nobody, nobody, nobody, somebody, known, known]);
  expect(new Set(hashes).size).toBe(3);
  expect(heard[4]).toMatchObject({ type: 'limited', userId: null, nameHash: nobody });
  // Whole strings: three letters alone may also be a part of a random id.
  expect(JSON.stringify([heard.slice(1), app.log.slice(-7)])).not.toMatch(/\.body|"ada"/i);
});

test('a page of another site that calls is told, with its origin and the request’s id', async () => {
  const { heard, listen } = recorder();
  await using app = await startTestApp({ listen });
  const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const { headers } = await app.visitor().send('mutation { logout }', {}, evil);
  const preflight = await fetch(`${app.url}/graphql`, { method: 'OPTIONS', headers: evil });
  await app.visitor().send('{ me { id } }', {}, { origin: `https://${'x'.repeat(1000)}.example` });

  await expect.poll(() => heard).toHaveLength(3);
  const [called, asked, long] = heard as EventOf<'originRefused'>[];
  expect(called).toMatchObject({ type: 'originRefused', userId: null, origin: evil.origin, site: 'cross-site' });
  expect(called).toMatchObject({ address: '127.0.0.1', requestId: headers.get('x-request-id') });
  expect(asked).toMatchObject({ type: 'originRefused', requestId: preflight.headers.get('x-request-id') });
  expect(long?.origin).toHaveLength(300);
});

test('a hash that a login has made anew is told before the login is', async () => {
  const { heard, listen } = recorder();
  await using app = await startTestApp({ listen });
  await app.signedUp(ada);
  const password = 'pbkdf2_sha256$1000$seasalt$DrdiWD40lyBuydnjvZiDrdQMx1S1mOA9O0QYex0R6ww=';
  await app.database.prisma.user.updateMany({ data: { password } });

  await app.loggedIn(ada);

  await expect.poll(() => heard.map(({ type }) => type)).toEqual(['signedUp', 'hashUpgraded', 'loggedIn']);
});

test('an attempt that is refused is told with the allowance that is used up', async () => {
  const { heard, listen } = recorder();
  const limits = {
    loginAccount: { count: 1, seconds: 60 },
    loginAddress: { count: 9, seconds: 60 },
    signupAddress: { count: 9, seconds: 60 },
  };
  await using app = await startTestApp({ listen, limits });
  await app.visitor().login('nobody', 'x');
  await app.visitor().login('nobody', 'x');

  await expect.poll(() => heard.map(({ type }) => type)).toEqual(['loginFailed', 'limited']);
  expect(heard[1]).toMatchObject({ allowance: 'loginAccount', userId: null });
  const laptop = await app.signedUp(ada);
  const { id } = (await laptop.me()) ?? {};
  await laptop.deleteAccount('wrong');
  await laptop.deleteAccount('wrong');
  await expect.poll(() => heard.at(-1)).toMatchObject({ type: 'limited', userId: id });
});

test('a listener that throws, rejects or never ends hurts nobody but is in the log', async () => {
  const { heard, listen } = recorder();
  const app = await startTestApp({
    listen(events) {
      events.on('signedUp', () => {
        throw new Error('thrown');
      });
      events.on('signedUp', () => Promise.reject(new Error('rejected')));
      events.on('signedUp', () => new Promise(() => undefined));
      listen(events);
    },
  });

  await app.signedUp(ada);

  await expect.poll(() => heard).toHaveLength(1);
  await expect.poll(() => app.log.filter(({ msg }) => msg === 'a listener failed')).toHaveLength(2);
  // That is told as the defect that it is; here it was meant.
  app.log.length = 0;
  await app[Symbol.asyncDispose]();
});

test('whoever has stopped to listen hears nothing any more', async () => {
  let heard = 0;
  let stop: () => void = () => undefined;
  await using app = await startTestApp({
    listen(events) {
      stop = events.on('signedUp', () => {
        heard += 1;
      });
    },
  });
  stop();
  await app.signedUp(ada);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(heard).toBe(0);
});
