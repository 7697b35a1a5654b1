import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { Agent } from '../agent.ts';

/** All that one person does with an account, from signup to deletion; answers how many operations those were. */
export async function liveWholeLife(url: string): Promise<number> {
  const username = newUsername();
  const [first, second] = [`the word ${randomUUID()}`, `another word ${randomUUID()}`];
  const [laptop, phone] = [new Agent(url), new Agent(url)];

  expect(await laptop.signup({ username, password: first })).toMatchObject({ __typename: 'SignupSuccess' });
  expect(await phone.login(username, second)).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await phone.login(username, first)).toMatchObject({ __typename: 'LoginSuccess' });
  expect(await laptop.updateProfile({ firstName: 'Ada' })).toMatchObject({ __typename: 'UpdateProfileSuccess' });
  expect(await laptop.mySessions()).toHaveLength(2);
  expect(await phone.me()).toMatchObject({ username, firstName: 'Ada' });
  expect(await laptop.changePassword(first, second)).toMatchObject({ __typename: 'ChangePasswordSuccess' });
  expect(await phone.me()).toBeNull();
  expect(await laptop.me()).toMatchObject({ username });
  expect(await phone.login(username, second)).toMatchObject({ __typename: 'LoginSuccess' });
  expect(await laptop.revokeOtherSessions()).toMatchObject({ __typename: 'RevokeOtherSessionsSuccess' });
  expect(await phone.me()).toBeNull();
  expect(await laptop.logout()).toBe(true);
  expect(await laptop.me()).toBeNull();
  expect(await phone.login(username, second)).toMatchObject({ __typename: 'LoginSuccess' });
  expect(await phone.deleteAccount(second)).toMatchObject({ __typename: 'DeleteAccountSuccess' });
  expect(await phone.login(username, second)).toMatchObject({ __typename: 'InvalidCredentials' });
  return 17;
}

export function newUsername(): string {
  return `person-${randomUUID().slice(0, 13)}`;
}
