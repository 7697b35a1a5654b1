import { expect, test } from 'vitest';
import { ada, grace } from './people.ts';
import { startTestApp } from './test-app.ts';

test('a person signs up, edits the profile, changes the password, logs out and in, and deletes the account', async () => {
  await using app = await startTestApp();
  const browser = app.visitor();

  expect(await browser.me()).toBeNull();
  expect(await browser.signup(ada)).toMatchObject({
    __typename: 'SignupSuccess',
    user: { username: 'ada', email: ada.email, firstName: 'Ada', isStaff: false, isSuperuser: false },
  });
  expect(await browser.me()).toMatchObject({ username: 'ada', email: ada.email });

  expect(await browser.updateProfile({ firstName: 'Augusta Ada', email: null })).toMatchObject({
    __typename: 'UpdateProfileSuccess',
    user: { firstName: 'Augusta Ada', lastName: 'Lovelace', email: null },
  });

  expect(await browser.changePassword(ada.password, grace.password)).toMatchObject({
    __typename: 'ChangePasswordSuccess',
  });
  expect(await browser.me()).toMatchObject({ firstName: 'Augusta Ada' });

  expect(await browser.logout()).toBe(true);
  expect(await browser.me()).toBeNull();
  expect(await browser.login('ada', ada.password)).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await browser.login('ADA', grace.password)).toMatchObject({ __typename: 'LoginSuccess' });

  const { user } = await browser.login('ada', grace.password);
  expect(await browser.deleteAccount(grace.password)).toEqual({ __typename: 'DeleteAccountSuccess', id: user.id });
  expect(await browser.me()).toBeNull();
  expect(await browser.login('ada', grace.password)).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await browser.signup(ada)).toMatchObject({ __typename: 'SignupSuccess' });
});
