import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ada } from './people.ts';
import { startTestApp } from './test-app.ts';

test('of many password changes at once with the same old password, one succeeds', async () => {
  await using app = await startTestApp();
  await app.signedUp(ada);
  const devices = await Promise.all(Array.from({ length: 8 }, () => app.loggedIn(ada)));

  const results = await Promise.all(
    devices.map((device, index) => device.changePassword(ada.password, `the password number ${index}`)),
  );

  const winners = results.flatMap(({ __typename }, index) => (__typename === 'ChangePasswordSuccess' ? [index] : []));
  expect(winners).toHaveLength(1);
  const [winner = -1] = winners;
  expect(await app.visitor().login(ada.username, `the password number ${winner}`)).toMatchObject({
    __typename: 'LoginSuccess',
  });
  const signedIn = (await Promise.all(devices.map((device) => device.me()))).flatMap((me, index) =>
    me ? [index] : [],
  );
  expect(signedIn).toEqual([winner]);
});

test('a login with the old password that races a change leaves no living session behind', async () => {
  await using app = await startTestApp();
  const owner = await app.signedUp(ada);
  const thieves = Array.from({ length: 8 }, () => app.visitor());

  await Promise.all([
    owner.changePassword(ada.password, 'staple paper clip'),
    ...thieves.map((thief) => thief.login(ada.username, ada.password)),
  ]);

  expect(await Promise.all(thieves.map((thief) => thief.me()))).toEqual(thieves.map(() => null));
  expect(await owner.me()).not.toBeNull();
});

test('a password change that races the upgrade of an old hash is done, and the old password never comes back', async () => {
  // Slow enough that the one begins while the other is under way; the delays try each order.
  await using app = await startTestApp({ bcryptCost: 9, deadline: 20_000 });
  const outdated = 'bcrypt_sha256$$2b$05$b6Fw2LzWgsLSw/B/aPH7FuWEZCYNgGPOa1Cw0FWQu5wVQ7qv7WKx2';
  for (const [change, login] of [
    [0, 5],
    [0, 20],
    [0, 0],
    [5, 0],
    [20, 0],
    [60, 0],
  ] as const) {
    const person = { ...ada, username: `ada${change}-${login}` };
    const owner = await app.signedUp(person);
    await app.database.prisma.user.updateMany({ where: { username: person.username }, data: { password: outdated } });

    const [result] = await Promise.all([
      sleep(change).then(() => owner.changePassword(ada.password, 'staple paper clip')),
      sleep(login).then(() => app.visitor().login(person.username, ada.password)),
    ]);

    expect(result).toMatchObject({ __typename: 'ChangePasswordSuccess' });
    const after = (password: string) => app.visitor().login(person.username, password);
    expect(await after(ada.password)).toMatchObject({ __typename: 'InvalidCredentials' });
    expect(await after('staple paper clip')).toMatchObject({ __typename: 'LoginSuccess' });
  }
});

test('requests that use a session while it is ended do not bring it back', async () => {
  await using app = await startTestApp();
  for (let round = 0; round < 10; round += 1) {
    const browser = await app.signedUp({ ...ada, username: `ada${round}` });
    const copy = app.visitor();
    copy.cookie = browser.cookie;
    // Old enough that each use of the session writes it.
    app.advance(2 * 60_000);

    await Promise.all([copy.me(), copy.me(), browser.logout(), copy.me()]);

    expect(await copy.me()).toBeNull();
  }
});

test('of many deletions at once, one succeeds, and none is an error', async () => {
  await using app = await startTestApp();
  await app.signedUp(ada);
  const devices = await Promise.all(Array.from({ length: 5 }, () => app.loggedIn(ada)));

  const results = await Promise.all(devices.map((device) => device.deleteAccount(ada.password)));

  const outcomes = results.map(({ __typename, extensions }) => extensions?.code ?? __typename);
  expect(outcomes.filter((outcome) => outcome === 'DeleteAccountSuccess')).toHaveLength(1);
  expect(
    outcomes.filter((outcome) => !['DeleteAccountSuccess', 'InvalidCredentials', 'UNAUTHENTICATED'].includes(outcome)),
  ).toEqual([]);
});
