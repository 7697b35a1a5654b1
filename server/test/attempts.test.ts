import { expect, test } from 'vitest';
import { ada, grace } from './people.ts';
import { startTestApp } from './test-app.ts';

const WIDE = { count: 1000, seconds: 900 };
const ACCOUNT = { limits: { loginAccount: { count: 3, seconds: 900 }, loginAddress: WIDE, signupAddress: WIDE } };

test('many guesses at once get no more verifications than the limit', async () => {
  await using app = await startTestApp(ACCOUNT);
  await app.signedUp(ada);

  const guesses = Array.from({ length: 40 }, () => app.visitor().login('ada', 'wrong'));
  const names = (await Promise.all(guesses)).map(({ __typename }) => __typename);

  expect(names.filter((name) => name === 'InvalidCredentials')).toHaveLength(3);
  expect(names.filter((name) => name === 'TooManyAttempts')).toHaveLength(37);
});

test('a limited account says how long to wait, and the right password does not help', async () => {
  await using app = await startTestApp(ACCOUNT);
  await app.signedUp(ada);
  for (let guess = 0; guess < 3; guess += 1) {
    await app.visitor().login('ada', 'wrong');
  }

  const refused = await app.visitor().login('ada', ada.password);

  expect(refused.__typename).toBe('TooManyAttempts');
  expect(refused.retryAfterSeconds).toBeGreaterThan(0);
  expect(refused.retryAfterSeconds).toBeLessThanOrEqual(900);
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

  expect(await app.visitor().login('ada', ada.password)).toMatchObject({ __typename: 'TooManyAttempts' });
  expect(await browser.me()).not.toBeNull();
});

test('an address is limited across accounts', async () => {
  await using app = await startTestApp({
    limits: { loginAccount: WIDE, loginAddress: { count: 3, seconds: 900 }, signupAddress: WIDE },
  });
  for (const username of ['one', 'two', 'three']) {
    await app.visitor().login(username, 'wrong');
  }

  expect(await app.visitor().login('four', 'wrong')).toMatchObject({ __typename: 'TooManyAttempts' });
});

test('signups of one address are limited, the refused ones included', async () => {
  await using app = await startTestApp({
    limits: { loginAccount: WIDE, loginAddress: WIDE, signupAddress: { count: 2, seconds: 3600 } },
  });
  await app.visitor().signup(ada);
  await app.visitor().signup(ada);

  expect(await app.visitor().signup(grace)).toMatchObject({ __typename: 'TooManyAttempts' });
});
