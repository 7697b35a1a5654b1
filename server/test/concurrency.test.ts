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
