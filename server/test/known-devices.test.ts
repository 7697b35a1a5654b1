import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { DAY } from '../time.ts';
import type { Agent } from './agent.ts';
import { ada, grace } from './people.ts';
import { startTestApp, type TestApp } from './test-app.ts';

const THREE = { limits: { loginAccount: { count: 3, seconds: 900 } } };

/** Somebody elsewhere uses up what the account has. */
async function guessElsewhere(app: TestApp, username = 'ada'): Promise<void> {
  for (let guess = 0; guess < 4; guess += 1) {
    await app.visitor().login(username, 'wrong');
  }
}

/** The same browser, signed out. */
function withDeviceOf(app: TestApp, browser: Agent): Agent {
  const signedOut = app.visitor();
  signedOut.deviceCookie = browser.deviceCookie;
  return signedOut;
}

test('a stranger can’t lock a person out of a browser that they have logged in with before', async () => {
  await using app = await startTestApp({ limits: { ...THREE.limits, loginService: { count: 10, seconds: 900 } } });
  const browser = await app.signedUp(ada);
  await browser.logout();
  await guessElsewhere(app);
  for (let guess = 0; guess < 10; guess += 1) {
    await app.visitor().login(`nobody-${guess}`, 'wrong');
  }

  expect(await app.visitor().login('ada', ada.password)).toMatchObject({ __typename: 'TooManyAttempts' });
  expect(await browser.login('ada', 'wrong')).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await browser.login('ADA', ada.password)).toMatchObject({ __typename: 'LoginSuccess' });
});

test('a known device has an allowance of its own, and what it uses up is nobody else’s', async () => {
  await using app = await startTestApp(THREE);
  const browser = await app.signedUp(ada);
  const other = await app.loggedIn(ada);
  for (let guess = 0; guess < 3; guess += 1) {
    expect(await browser.login('ada', 'wrong')).toMatchObject({ __typename: 'InvalidCredentials' });
  }

  expect(await browser.login('ada', ada.password)).toMatchObject({ __typename: 'TooManyAttempts' });
  expect(await other.login('ada', ada.password)).toMatchObject({ __typename: 'LoginSuccess' });
  expect(await app.visitor().login('ada', ada.password)).toMatchObject({ __typename: 'LoginSuccess' });
});

test('a device that is known to one account is a stranger to every other', async () => {
  await using app = await startTestApp(THREE);
  const browser = await app.signedUp(ada);
  await app.signedUp(grace);
  await guessElsewhere(app, 'grace');

  expect(await browser.login('grace', grace.password)).toMatchObject({ __typename: 'TooManyAttempts' });
});

test('several people share a browser, and each is known there', async () => {
  await using app = await startTestApp(THREE);
  const browser = await app.signedUp(ada);
  await browser.logout();
  await browser.signup(grace);
  await browser.logout();
  await guessElsewhere(app, 'ada');
  await guessElsewhere(app, 'grace');

  expect(await browser.login('ada', ada.password)).toMatchObject({ __typename: 'LoginSuccess' });
  expect(await browser.login('grace', grace.password)).toMatchObject({ __typename: 'LoginSuccess' });
});

test.each([
  ['a changed password', (browser: Agent) => browser.changePassword(ada.password, 'correct horse battery staple')],
  ['signing out everywhere else', (browser: Agent) => browser.revokeOtherSessions()],
])('%s makes strangers of all other devices, and not of the one that did it', async (_what, revoke) => {
  await using app = await startTestApp(THREE);
  const browser = await app.signedUp(ada);
  const lost = withDeviceOf(app, await app.loggedIn(ada));
  const { __typename } = await revoke(browser);
  expect(__typename).toMatch(/Success$/);
  await guessElsewhere(app);

  expect(await lost.login('ada', 'wrong')).toMatchObject({ __typename: 'TooManyAttempts' });
  expect(await withDeviceOf(app, browser).login('ada', 'wrong')).toMatchObject({ __typename: 'InvalidCredentials' });
});

test('a session without a mark, a stolen one for instance, makes no device known by signing out everywhere else', async () => {
  await using app = await startTestApp(THREE);
  const thief = app.visitor();
  thief.cookie = (await app.signedUp(ada)).cookie;

  expect(await thief.revokeOtherSessions()).toMatchObject({ __typename: 'RevokeOtherSessionsSuccess' });

  expect(thief.deviceCookie).toBeNull();
});

test('who guesses at the same address, whatever names, keeps nobody out who is known', async () => {
  await using app = await startTestApp({ limits: { loginAddress: { count: 3, seconds: 900 } } });
  const browser = await app.signedUp(ada);
  for (const name of ['one', 'two', 'three', 'four']) {
    await app.visitor().login(name, 'wrong');
  }

  expect(await app.visitor().login('ada', ada.password)).toMatchObject({ __typename: 'TooManyAttempts' });
  expect(await browser.login('ada', ada.password)).toMatchObject({ __typename: 'LoginSuccess' });
});

test('a device is known for a year after its last login', async () => {
  await using app = await startTestApp(THREE);
  const browser = await app.signedUp(ada);
  app.advance(364 * DAY);
  await guessElsewhere(app);
  expect(await withDeviceOf(app, browser).login('ada', 'wrong')).toMatchObject({ __typename: 'InvalidCredentials' });

  app.advance(2 * DAY);
  await guessElsewhere(app);

  expect(await withDeviceOf(app, browser).login('ada', 'wrong')).toMatchObject({ __typename: 'TooManyAttempts' });
});

test('a mark that is forged, changed, doubled or of a deleted account’s namesake is worth nothing', async () => {
  await using app = await startTestApp(THREE);
  const former = await app.signedUp(ada);
  const old = String(former.deviceCookie);
  await former.deleteAccount(ada.password);
  const own = String((await app.signedUp(ada)).deviceCookie);
  const theirs = String((await app.signedUp(grace)).deviceCookie);
  await guessElsewhere(app);
  const [name = '', mark = ''] = own.split('=');
  const [device, markedAt, epoch, signature] = mark.split('.');

  for (const cookie of [
    old,
    theirs,
    `${own}; ${own}`,
    `${name}=`,
    `${name}=${'~'.repeat(900)}`,
    `${name}=${'x'.repeat(9000)}`,
    `${name}=${mark}x`,
    `${name}=${[`${device}x`, markedAt, epoch, signature].join('.')}`,
    `${name}=${[device, 'zzzzzzzz', epoch, signature].join('.')}`,
    `${name}=${[device, markedAt, epoch, theirs.split('.').at(-1)].join('.')}`,
  ]) {
    const visitor = app.visitor();
    visitor.deviceCookie = cookie;
    expect(await visitor.login('ada', ada.password), cookie).toMatchObject({ __typename: 'TooManyAttempts' });
  }
});

test('the cookie is HttpOnly and SameSite=Lax, lives for a year, and holds neither the name nor a session', async () => {
  await using app = await startTestApp({ publicUrl: new URL('https://accounts.example.com') });
  const response = await app.visitor().post(
    JSON.stringify({
      query: `mutation { signup(input: { username: "ada", password: "${ada.password}", passwordConfirmation: "${ada.password}" }) { __typename } }`,
    }),
  );

  const [session = '', device = ''] = response.headers.getSetCookie();
  expect(session).toMatch(/^__Host-gatehouse=/);
  expect(device).toMatch(
    /^__Host-gatehouse-device=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=31536000$/,
  );
  expect(device).not.toContain(session.split(/[=;]/)[1]);
  // An epoch's hexadecimal digits may spell it.
  expect(device.replace(/[\da-f-]{36}/, '')).not.toContain('ada');
});

test('what somebody else has put into the cookie isn’t given back', async () => {
  await using app = await startTestApp();
  const browser = app.visitor();
  const formed = `${'x'.repeat(22)}.mxxxxxxx.${randomUUID()}.${'x'.repeat(43)}`;
  browser.deviceCookie = `gatehouse-device=x y~"quoted"~\u00e9~${formed}~<b>~${formed}`;
  await browser.signup(ada);

  expect(String(browser.deviceCookie).split('~').slice(1)).toEqual([formed]);
});

test('a browser keeps the marks of the last five accounts, and one for each', async () => {
  await using app = await startTestApp();
  const browser = app.visitor();
  for (let number = 0; number < 7; number += 1) {
    await browser.signup({ ...ada, username: `ada-${number}` });
    await browser.logout();
  }
  await browser.login('ada-6', ada.password);
  await browser.login('ada-6', ada.password);

  expect(String(browser.deviceCookie).split('~')).toHaveLength(5);
});
