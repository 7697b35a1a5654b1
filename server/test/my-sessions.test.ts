import { expect, test } from 'vitest';
import { sessionIdOf } from '../sessions/token.ts';
import { DAY, HOUR } from '../time.ts';
import { ada, grace } from './people.ts';
import { startTestApp } from './test-app.ts';

const FIREFOX = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0' };
const IPHONE = {
  'user-agent':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1',
};

test('a person sees where they are signed in, in words, this device first', async () => {
  await using app = await startTestApp();
  const laptop = app.visitor(FIREFOX);
  await laptop.signup(ada);
  app.advance(HOUR);
  const phone = app.visitor(IPHONE);
  await phone.login(ada.username, ada.password, true);

  const [first, second] = await laptop.mySessions();

  expect(first).toMatchObject({ device: 'Firefox on Windows', address: '127.0.0.1', current: true });
  expect(second).toMatchObject({ device: 'Safari on iOS', current: false });
  expect(Date.parse(second?.expiresAt) - Date.parse(second?.lastSeenAt)).toBe(14 * DAY);
  expect(Date.parse(second?.beganAt) - Date.parse(first?.beganAt)).toBeGreaterThanOrEqual(HOUR);
});

test('what is shown of a session opens nothing, and isn’t what a store knows it by', async () => {
  await using app = await startTestApp();
  const laptop = await app.signedUp(ada);
  const token = String(laptop.cookie?.split('=')[1]);

  const [session] = await laptop.mySessions();

  expect(JSON.stringify(session)).not.toContain(token);
  expect(JSON.stringify(session)).not.toContain(sessionIdOf(token));
  const thief = app.visitor();
  thief.cookie = `gatehouse=${session?.id}`;
  expect(await thief.me()).toBeNull();
});

test('one session can be ended; the others go on', async () => {
  await using app = await startTestApp();
  const laptop = await app.signedUp(ada);
  const phone = await app.loggedIn(ada);
  const tablet = await app.loggedIn(ada);
  const [{ id } = { id: '' }] = await phone.mySessions();

  expect(await laptop.revokeSession(id)).toEqual({ __typename: 'RevokeSessionSuccess', id });

  expect(await phone.me()).toBeNull();
  expect(await tablet.me()).not.toBeNull();
  expect(await laptop.mySessions()).toHaveLength(2);
  expect(await laptop.revokeSession(id)).toMatchObject({ __typename: 'SessionNotFound' });
});

test('to end this very session is to log out', async () => {
  await using app = await startTestApp();
  const laptop = await app.signedUp(ada);
  const [{ id } = { id: '' }] = await laptop.mySessions();

  await laptop.revokeSession(id);

  expect(laptop.cookie).toBeNull();
  expect(await laptop.me()).toBeNull();
});

test('somebody else’s session is as unknown as one that never was', async () => {
  await using app = await startTestApp();
  const laptop = await app.signedUp(ada);
  const theirs = await app.signedUp(grace);
  const [{ id } = { id: '' }] = await theirs.mySessions();

  const answers = await Promise.all([id, 'x', '', '\u0000', 'x'.repeat(5000)].map((one) => laptop.revokeSession(one)));

  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ __typename: 'SessionNotFound' });
  expect(await theirs.me()).not.toBeNull();
});

test('all others end at once and for good, and this one goes on under a new token, not a day longer', async () => {
  await using app = await startTestApp();
  const laptop = await app.signedUp(ada);
  const phone = await app.loggedIn(ada);
  const before = (await laptop.mySessions())[0];
  const { cookie } = laptop;
  app.advance(HOUR);

  expect(await laptop.revokeOtherSessions()).toMatchObject({ __typename: 'RevokeOtherSessionsSuccess' });

  expect(await phone.me()).toBeNull();
  const [after, ...others] = await laptop.mySessions();
  expect(others).toEqual([]);
  expect(after).toMatchObject({ beganAt: before?.beganAt, current: true });
  expect(after?.id).not.toBe(before?.id);
  const old = app.visitor();
  old.cookie = cookie;
  expect(await old.me()).toBeNull();
  // The end that was fixed at the login stays: what is used every hour ends a week after that.
  for (let hours = 1; hours < 7 * 24; hours += 11) {
    expect(await laptop.me()).not.toBeNull();
    app.advance(11 * HOUR);
  }
  expect(await laptop.me()).toBeNull();
});

test('to sign out the others proves no password', async () => {
  await using app = await startTestApp();
  const laptop = await app.signedUp(ada);
  app.advance(HOUR);
  await laptop.revokeOtherSessions();

  expect(await laptop.updateProfile({ email: 'thief@example.com' })).toMatchObject({
    issues: [{ code: 'CURRENT_PASSWORD_REQUIRED' }],
  });
});

test('another session than a user may have ends the oldest', async () => {
  const sessions = {
    lifetimes: { browser: { idle: HOUR, absolute: DAY }, remembered: { idle: HOUR, absolute: DAY } },
    mostPerUser: 2,
  };
  await using app = await startTestApp({ sessions });
  const first = await app.signedUp(ada);
  app.advance(1000);
  const second = await app.loggedIn(ada);
  app.advance(1000);
  const third = await app.loggedIn(ada);

  await expect.poll(() => first.me()).toBeNull();
  expect(await second.me()).not.toBeNull();
  expect(await third.mySessions()).toHaveLength(2);
});

test('how long sessions live is the configuration’s to say', async () => {
  const short = { idle: HOUR, absolute: 2 * HOUR };
  await using app = await startTestApp({
    sessions: { lifetimes: { browser: short, remembered: { idle: DAY, absolute: 2 * DAY } }, mostPerUser: 9 },
  });
  const laptop = await app.signedUp(ada);
  const phone = await app.loggedIn(ada, true);
  expect(phone.setCookie).toContain(`Max-Age=${2 * 24 * 3600}`);

  app.advance(61 * 60 * 1000);

  expect(await laptop.me()).toBeNull();
  expect(await phone.me()).not.toBeNull();
});

test('a session that is logged out or revoked while it signs out the others does not live on', async () => {
  await using app = await startTestApp();
  for (let round = 0; round < 10; round += 1) {
    const person = { ...ada, username: `person${round}` };
    const laptop = await app.signedUp(person);
    const twin = app.visitor();
    twin.cookie = laptop.cookie;

    const [, loggedOut] = await Promise.all([laptop.revokeOtherSessions(), twin.logout()]);
    if (loggedOut) {
      expect(await laptop.me(), `round ${round}, logout`).toBeNull();
    }

    const again = await app.loggedIn(person);
    const other = await app.loggedIn(person);
    const [first] = (await other.mySessions()).filter(({ current }) => !current);
    const [, revoked] = await Promise.all([again.revokeOtherSessions(), other.revokeSession(String(first?.id))]);
    if (revoked?.__typename === 'RevokeSessionSuccess' && first) {
      expect(await again.me(), `round ${round}, revoked`).toBeNull();
    }
  }
});

test('the right password lets its owner in, however often somebody else signs everybody out', async () => {
  await using app = await startTestApp({ bcryptCost: 8 });
  const thief = await app.signedUp(ada);
  let isOver = false;
  const attack = (async () => {
    while (!isOver) {
      await thief.revokeOtherSessions();
    }
  })();

  const owner = app.visitor();
  const answers = [await owner.login(ada.username, ada.password), await owner.login(ada.username, ada.password)];
  isOver = true;
  await attack;

  expect(answers.map(({ __typename }) => __typename)).toEqual(['LoginSuccess', 'LoginSuccess']);
});

test('signing everybody out is limited, so that a stolen session can’t do it for ever', async () => {
  const revokeAccount = { count: 2, seconds: 900 };
  await using app = await startTestApp({ limits: { revokeAccount } });
  const thief = await app.signedUp(ada);
  await thief.revokeOtherSessions();
  await thief.revokeOtherSessions();

  const owner = await app.loggedIn(ada);
  expect(await thief.me()).not.toBeNull();
  expect(await thief.revokeOtherSessions()).toMatchObject({ __typename: 'TooManyAttempts' });
  expect(await owner.changePassword(ada.password, 'staple paper clip')).toMatchObject({
    __typename: 'ChangePasswordSuccess',
  });
  expect(await thief.me()).toBeNull();
});

test('logins in one instant leave as many sessions as there may be, and one that is replaced takes no place', async () => {
  const lifetime = { idle: HOUR, absolute: DAY };
  const sessions = { lifetimes: { browser: lifetime, remembered: lifetime }, mostPerUser: 2 };
  await using app = await startTestApp({ sessions });
  await app.signedUp(ada);
  const agents = await Promise.all(Array.from({ length: 6 }, () => app.loggedIn(ada)));
  const alive = async () => (await Promise.all(agents.map((agent) => agent.me()))).filter(Boolean).length;
  await expect.poll(alive).toBe(2);

  const survivors = [];
  for (const agent of agents) {
    if (await agent.me()) {
      survivors.push(agent);
    }
  }
  app.advance(1000);
  await survivors[0]?.login(ada.username, ada.password);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await Promise.all(survivors.map((agent) => agent.me().then(Boolean)))).toEqual([true, true]);
});

test('however often it is asked for, the list is read once a request', async () => {
  await using app = await startTestApp({ query: { tokens: 2000, aliases: 200, cost: 10_000 } });
  const agent = await app.signedUp(ada);
  const fields = Array.from({ length: 200 }, (_, index) => `a${index}: mySessions { id device }`);
  const { data } = await agent.send(`{ ${fields.join(' ')} }`);
  expect(Object.keys(data ?? {})).toHaveLength(200);
});
