import { expect, test } from 'vitest';
import { setActive } from '../accounts/set-active.ts';
import { ada, grace } from './people.ts';
import { startTestApp, type TestApp } from './test-app.ts';

async function setAdaActive({ database }: TestApp, isActive: boolean): Promise<boolean> {
  const { id } = await database.prisma.user.findUniqueOrThrow({ where: { usernameFolded: 'ada' } });
  return setActive({ database }, id, isActive);
}

test('a deactivated user is signed out on every device at once, and nobody else is', async () => {
  await using app = await startTestApp();
  const phone = await app.signedUp(ada);
  const laptop = await app.loggedIn(ada, true);
  const other = await app.signedUp(grace);

  expect(await setAdaActive(app, false)).toBe(true);

  expect([await phone.me(), await laptop.me()]).toEqual([null, null]);
  expect(await phone.updateProfile({ firstName: 'Eve' })).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
  expect(await other.me()).toMatchObject({ username: grace.username });
});

test('a deactivated user can’t log in, and is answered as somebody who doesn’t exist', async () => {
  await using app = await startTestApp();
  await app.signedUp(ada);
  await setAdaActive(app, false);

  const deactivated = await app.visitor().login(ada.username, ada.password);

  expect(deactivated).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(deactivated).toEqual(await app.visitor().login('nobody', ada.password));
});

test('activation lets the user log in, and no session from before comes alive again', async () => {
  await using app = await startTestApp();
  const phone = await app.signedUp(ada);
  await setAdaActive(app, false);

  expect(await setAdaActive(app, true)).toBe(true);

  expect(await phone.me()).toBeNull();
  expect(await app.visitor().login(ada.username, ada.password)).toMatchObject({ __typename: 'LoginSuccess' });
});

test('activating somebody who is active signs nobody out', async () => {
  await using app = await startTestApp();
  const phone = await app.signedUp(ada);

  expect(await setAdaActive(app, true)).toBe(false);

  expect(await phone.me()).toMatchObject({ username: ada.username });
});

test('a login under way while the account is deactivated begins no session', async () => {
  await using app = await startTestApp({ bcryptCost: 10 });
  await app.signedUp(ada);
  const browser = app.visitor();
  const login = browser.login(ada.username, ada.password);
  await setAdaActive(app, false);

  await login;

  expect(await browser.me()).toBeNull();
});
