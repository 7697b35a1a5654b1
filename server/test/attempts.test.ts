import { expect, test } from 'vitest';
import { parseProxies } from '../proxies.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../time.ts';
import { ada, grace } from './people.ts';
import { startTestApp } from './test-app.ts';

const ACCOUNT = { limits: { loginAccount: { count: 3, seconds: 900 } } };

test('many guesses at once get no more verifications than the limit', async () => {
  await using app = await startTestApp(ACCOUNT);
  await app.signedUp(ada);

  const guesses = Array.from({ length: 200 }, () => app.visitor().login('ada', 'wrong'));
  const names = (await Promise.all(guesses)).map(({ __typename }) => __typename);

  expect(names.filter((name) => name === 'InvalidCredentials')).toHaveLength(3);
  expect(names.filter((name) => name === 'TooManyAttempts')).toHaveLength(197);
});

test('after the free ones each wrong password has to be waited for, longer each time, and the right one doesn’t help', async () => {
  await using app = await startTestApp(ACCOUNT);
  await app.signedUp(ada);
  for (let guess = 0; guess < 3; guess += 1) {
    expect(await app.visitor().login('ada', 'wrong')).toMatchObject({ __typename: 'InvalidCredentials' });
  }

  const waits: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const refused = await app.visitor().login('ada', ada.password);
    expect(refused.__typename).toBe('TooManyAttempts');
    waits.push(Math.round(refused.retryAfterSeconds));
    app.advance(refused.retryAfterSeconds * SECOND);
    expect(await app.visitor().login('ada', 'wrong')).toMatchObject({ __typename: 'InvalidCredentials' });
  }

  expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900]);
});

test('the right password ends the row, and all are free again', async () => {
  await using app = await startTestApp(ACCOUNT);
  await app.signedUp(ada);
  for (let round = 0; round < 3; round += 1) {
    await app.visitor().login('ada', 'wrong');
    await app.visitor().login('ada', 'wrong');
    expect(await app.visitor().login('ada', ada.password)).toMatchObject({ __typename: 'LoginSuccess' });
  }
});

test('what was counted is forgotten a day after the last wrong password', async () => {
  await using app = await startTestApp(ACCOUNT);
  for (const _ of [1, 2, 3]) {
    await app.visitor().login('ada', 'wrong');
  }
  app.advance(DAY);

  for (const _ of [1, 2, 3]) {
    expect(await app.visitor().login('ada', 'wrong')).toMatchObject({ __typename: 'InvalidCredentials' });
  }
  expect(await app.visitor().login('ada', 'wrong')).toMatchObject({ __typename: 'TooManyAttempts' });
});

test('after 100 wrong passwords in a row an account is closed for a day, and no longer', async () => {
  await using app = await startTestApp(ACCOUNT);
  await app.signedUp(ada);
  for (let guess = 0; guess < 100; guess += 1) {
    app.advance(guess < 3 ? 0 : 15 * MINUTE);
    expect(await app.visitor().login('ada', 'wrong'), String(guess)).toMatchObject({
      __typename: 'InvalidCredentials',
    });
  }

  app.advance(15 * MINUTE);
  const refused = await app.visitor().login('ada', ada.password);
  expect(refused).toMatchObject({ __typename: 'TooManyAttempts' });
  expect(refused.retryAfterSeconds).toBeGreaterThan(23 * 3600);
  app.advance(refused.retryAfterSeconds * SECOND);
  expect(await app.visitor().login('ada', ada.password)).toMatchObject({ __typename: 'LoginSuccess' });
});

test('one address can’t close an account on its own: its part is used up first, and others go on', async () => {
  await using app = await startTestApp({
    trustProxy: parseProxies('1'),
    limits: { loginAccount: { count: 50, seconds: 900 }, loginAccountAddress: { count: 3, seconds: 3600 } },
  });
  await app.signedUp(ada);
  const from = (address: string) => app.visitor({ 'x-forwarded-for': address });
  for (const address of ['2001:db8::1', '2001:db8::2', '2001:DB8:0:0:1::']) {
    await from(address).login('ada', 'wrong');
  }

  expect(await from('2001:db8::7').login('ada', ada.password)).toMatchObject({ __typename: 'TooManyAttempts' });
  expect(await from('2001:db8::7').login('grace', 'wrong')).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await from('203.0.113.1').login('ada', 'wrong')).toMatchObject({ __typename: 'InvalidCredentials' });
  app.advance(HOUR);
  expect(await from('2001:db8::7').login('ada', ada.password)).toMatchObject({ __typename: 'LoginSuccess' });
});

test('the whole service has a limit of its own, for wrong passwords alone', async () => {
  await using app = await startTestApp({ limits: { loginService: { count: 3, seconds: 900 } } });
  await app.signedUp(ada);
  for (const username of ['one', 'ada', 'two', 'ada', 'three']) {
    await app.visitor().login(username, username === 'ada' ? ada.password : 'wrong');
  }

  expect(await app.visitor().login('ada', ada.password)).toMatchObject({ __typename: 'TooManyAttempts' });
});

test('signups, those that succeed, and checks of a new password are limited for the whole service, too', async () => {
  const three = { count: 3, seconds: 900 };
  await using app = await startTestApp({
    trustProxy: parseProxies('1'),
    limits: { signupService: three, checkPasswordService: three },
  });
  const from = (last: number) => app.visitor({ 'x-forwarded-for': `203.0.113.${last}` });
  for (const last of [1, 2, 3]) {
    await from(last).signup({ ...ada, username: 'not allowed' });
    await from(last).signup({ ...ada, username: `ada-${last}` });
    await from(last).checkPassword({ password: 'x' });
  }

  expect(await from(4).signup(grace)).toMatchObject({ __typename: 'TooManyAttempts' });
  expect(await from(4).checkPassword({ password: 'x' })).toMatchObject({ __typename: 'TooManyAttempts' });
});

test('a limited account answers as a name that doesn’t exist does, byte for byte', async () => {
  await using app = await startTestApp(ACCOUNT);
  await app.signedUp(ada);
  const answers = async (username: string) => {
    const all: string[] = [];
    for (let guess = 0; guess < 5; guess += 1) {
      const { status, headers, ...body } = await app.visitor().send(
        `mutation { login(input: { username: "${username}", password: "wrong" }) {
          __typename ... on Error { message } ... on TooManyAttempts { retryAfterSeconds } } }`,
      );
      const kept = [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
      all.push(JSON.stringify([status, kept, body]));
    }
    return all;
  };

  // In a second of their own each, the seconds to wait are the same.
  app.freeze();
  expect(await answers('ada')).toEqual(await answers('bob'));
});

test('every spelling of a name shares one counter, and a name that does not exist is limited alike', async () => {
  await using app = await startTestApp(ACCOUNT);
  for (const username of ['nobody', 'NOBODY', ' ｎobody ']) {
    expect(await app.visitor().login(username, 'wrong')).toMatchObject({ __typename: 'InvalidCredentials' });
  }

  expect(await app.visitor().login('Nobody', 'wrong')).toMatchObject({ __typename: 'TooManyAttempts' });
});

test('right passwords eat no allowance, not even many at once', async () => {
  await using app = await startTestApp(ACCOUNT);
  await app.signedUp(ada);
  for (let round = 0; round < 4; round += 1) {
    await Promise.all(Array.from({ length: 6 }, () => app.visitor().login('ada', ada.password)));
  }

  expect(await app.visitor().login('ada', ada.password)).toMatchObject({ __typename: 'LoginSuccess' });
});

test('every check of a password counts, in whichever operation', async () => {
  await using app = await startTestApp(ACCOUNT);
  const browser = await app.signedUp(ada);

  await browser.changePassword('wrong', grace.password);
  await browser.deleteAccount('wrong');
  await browser.updateProfile({ email: 'other@example.com', currentPassword: 'wrong' });

  for (const refused of [
    browser.changePassword(ada.password, grace.password),
    browser.deleteAccount(ada.password),
    browser.updateProfile({ email: 'other@example.com', currentPassword: ada.password }),
    browser.login('ada', ada.password),
  ]) {
    expect(await refused).toMatchObject({ __typename: 'TooManyAttempts' });
  }
  expect(await browser.me()).not.toBeNull();
});

test('an address is limited across accounts', async () => {
  await using app = await startTestApp({
    limits: { loginAddress: { count: 3, seconds: 900 } },
  });
  for (const username of ['one', 'two', 'three']) {
    await app.visitor().login(username, 'wrong');
  }

  expect(await app.visitor().login('four', 'wrong')).toMatchObject({ __typename: 'TooManyAttempts' });
});

test('signups of one address are limited, the refused ones included', async () => {
  await using app = await startTestApp({
    limits: { signupAddress: { count: 2, seconds: 3600 } },
  });
  await app.visitor().signup(ada);
  await app.visitor().signup(ada);

  expect(await app.visitor().signup(grace)).toMatchObject({ __typename: 'TooManyAttempts' });
});
