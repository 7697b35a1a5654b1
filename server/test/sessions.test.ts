import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../time.ts';
import { ada, grace } from './people.ts';
import { startTestApp } from './test-app.ts';

test('changing the password signs out every other device and keeps this one', async () => {
  await using app = await startTestApp();
  const phone = await app.signedUp(ada);
  const laptop = await app.loggedIn(ada);

  await laptop.changePassword(ada.password, 'staple paper clip');

  expect(await phone.me()).toBeNull();
  expect(await laptop.me()).toMatchObject({ username: ada.username });
});

test('changing the password gives the caller a new token; the old one is dead', async () => {
  await using app = await startTestApp();
  const laptop = await app.signedUp(ada);
  const thief = app.visitor();
  thief.cookie = laptop.cookie;

  await laptop.changePassword(ada.password, 'staple paper clip');

  expect(laptop.cookie).not.toBe(thief.cookie);
  expect(await thief.me()).toBeNull();
});

test('deleting the account signs out every device', async () => {
  await using app = await startTestApp();
  const phone = await app.signedUp(ada);
  const laptop = await app.loggedIn(ada);

  await laptop.deleteAccount(ada.password);

  expect(await phone.me()).toBeNull();
});

test('logging in while signed in ends the old session and begins a new one', async () => {
  await using app = await startTestApp();
  await app.signedUp(grace);
  const browser = await app.signedUp(ada);
  const old = app.visitor();
  old.cookie = browser.cookie;

  await browser.login(grace.username, grace.password);

  expect(await browser.me()).toMatchObject({ username: grace.username });
  expect(await old.me()).toBeNull();
});

test('a failed login leaves the session as it is', async () => {
  await using app = await startTestApp();
  const browser = await app.signedUp(ada);

  await browser.login(ada.username, 'wrong');

  expect(await browser.me()).toMatchObject({ username: ada.username });
});

test('logging out ends the session on the server, not only the cookie', async () => {
  await using app = await startTestApp();
  const browser = await app.signedUp(ada);
  const copy = app.visitor();
  copy.cookie = browser.cookie;

  expect(await browser.logout()).toBe(true);

  expect(await copy.me()).toBeNull();
  expect(await copy.logout()).toBe(false);
  expect(await app.visitor().logout()).toBe(false);
});

test('logging out leaves the person’s other devices signed in', async () => {
  await using app = await startTestApp();
  const phone = await app.signedUp(ada);
  const laptop = await app.loggedIn(ada);

  await laptop.logout();

  expect(await phone.me()).toMatchObject({ username: ada.username });
});

test.each([
  { remember: false, used: 11 * HOUR, idle: 13 * HOUR },
  { remember: true, used: 13 * DAY, idle: 15 * DAY },
])(
  'a session (remember: $remember) lives while it is used and ends when it is idle',
  async ({ remember, used, idle }) => {
    await using app = await startTestApp();
    await app.signedUp(ada);
    const browser = await app.loggedIn(ada, remember);

    app.advance(used);
    expect(await browser.me()).not.toBeNull();
    app.advance(used);
    expect(await browser.me()).not.toBeNull();
    app.advance(idle);
    expect(await browser.me()).toBeNull();
  },
);

test.each([
  { remember: false, step: 11 * HOUR, lifetime: 7 * DAY },
  { remember: true, step: 10 * DAY, lifetime: 30 * DAY },
])('a session (remember: $remember) ends at its absolute end, however much it is used', async (limits) => {
  await using app = await startTestApp();
  await app.signedUp(ada);
  const browser = await app.loggedIn(ada, limits.remember);

  for (let age = limits.step; age < limits.lifetime; age += limits.step) {
    app.advance(limits.step);
    expect(await browser.me()).not.toBeNull();
  }
  app.advance(limits.step);
  expect(await browser.me()).toBeNull();
});

test('an expired session does not keep its person from logging in again', async () => {
  await using app = await startTestApp();
  const browser = await app.signedUp(ada);
  app.advance(31 * DAY);

  expect(await browser.logout()).toBe(false);
  expect(await browser.login(ada.username, ada.password)).toMatchObject({ __typename: 'LoginSuccess' });
  expect(await browser.me()).toMatchObject({ username: ada.username });
});

test('a deactivated user is signed out at once and can’t log in', async () => {
  await using app = await startTestApp();
  const browser = await app.signedUp(ada);

  await app.database.prisma.user.updateMany({ data: { isActive: false } });

  expect(await browser.me()).toBeNull();
  expect(await browser.login(ada.username, ada.password)).toMatchObject({ __typename: 'InvalidCredentials' });
});

test('what the viewer sees of themselves is read afresh with every request', async () => {
  await using app = await startTestApp();
  const browser = await app.signedUp(ada);

  await app.database.prisma.user.updateMany({ data: { firstName: 'Augusta' } });

  expect(await browser.me()).toMatchObject({ firstName: 'Augusta' });
});

test('one operation that logs in and asks who is there gets the new answer', async () => {
  await using app = await startTestApp();
  await app.signedUp(grace);
  const browser = await app.signedUp(ada);

  const { data } = await browser.send(`mutation {
    first: login(input: { username: "grace", password: "${grace.password}" }) { ... on LoginSuccess { user { username email } } }
    gone: logout
    again: logout
  }`);

  expect(data).toEqual({ first: { user: { username: 'grace', email: grace.email } }, gone: true, again: false });
  expect(await browser.me()).toBeNull();
});

test('a guarded field after a logout in the same operation is refused with another code: something was done', async () => {
  await using app = await startTestApp();
  const browser = await app.signedUp(ada);

  const { errors } = await browser.send('mutation { logout updateProfile(input: { firstName: "x" }) { __typename } }');

  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  expect(await app.database.prisma.user.findFirst()).toMatchObject({ firstName: 'Ada' });
});

test('a fresh login lets the e-mail be changed; a quarter of an hour later it takes the password', async () => {
  await using app = await startTestApp();
  const browser = await app.signedUp(ada);
  expect(await browser.updateProfile({ email: 'one@example.com' })).toMatchObject({
    user: { email: 'one@example.com' },
  });

  app.advance(15 * MINUTE);

  expect(await browser.updateProfile({ email: 'two@example.com', firstName: 'Augusta' })).toMatchObject({
    __typename: 'ValidationFailed',
    issues: [{ field: 'currentPassword', code: 'CURRENT_PASSWORD_REQUIRED' }],
  });
  expect(await browser.me()).toMatchObject({ email: 'one@example.com', firstName: 'Ada' });
  expect(await browser.updateProfile({ email: 'one@example.com', firstName: 'Augusta' })).toMatchObject({
    __typename: 'UpdateProfileSuccess',
  });
  expect(await browser.updateProfile({ email: 'two@example.com', currentPassword: 'wrong' })).toMatchObject({
    __typename: 'InvalidCredentials',
  });
  expect(await browser.updateProfile({ email: null })).toMatchObject({ __typename: 'ValidationFailed' });
  expect(await browser.updateProfile({ email: 'two@example.com', currentPassword: ada.password })).toMatchObject({
    user: { email: 'two@example.com' },
  });
});
