import { expect, test } from 'vitest';
import type { AccountEventType, EventOf } from '../events/event.ts';
import type { Events } from '../events/events.ts';
import { ada } from './people.ts';
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
