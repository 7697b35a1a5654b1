import { expect, test, vi } from 'vitest';
import { ada } from './people.ts';
import { startTestApp } from './test-app.ts';

// Combining marks that a normal form has to put in order, which takes the square of their number: seconds, for these.
const MARKS = '\u0344'.repeat(10_000) + '\u0316'.repeat(10_000);

test('no text that is far too long is brought into a normal form, whatever field it is sent in', async () => {
  await using app = await startTestApp();
  const agent = await app.signedUp(ada);
  const lengths: number[] = [];
  const { normalize } = String.prototype;
  const spy = vi.spyOn(String.prototype, 'normalize').mockImplementation(function (this: string, form?: string) {
    lengths.push(this.length);
    return this.length > 10_000 ? String(this) : normalize.call(this, form);
  });

  expect(await agent.login(MARKS, MARKS)).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await app.visitor().signup({ ...ada, username: MARKS })).toMatchObject({ __typename: 'ValidationFailed' });
  expect(await app.visitor().signup({ ...ada, username: 'b', firstName: MARKS })).toMatchObject({
    issues: [{ code: 'TOO_LONG' }],
  });
  expect(await app.visitor().signup({ ...ada, username: 'c', password: MARKS })).toMatchObject({
    issues: [{ code: 'PASSWORD_TOO_LONG' }],
  });
  for (const field of ['password', 'username', 'email', 'firstName', 'lastName']) {
    const answer = await agent.checkPassword({ password: 'x', [field]: MARKS });
    expect(answer.unmet.length, field).toBeGreaterThan(0);
  }
  expect(await agent.changePassword(MARKS, 'staple paper clip')).toMatchObject({ __typename: 'InvalidCredentials' });

  spy.mockRestore();
  expect(lengths.length).toBeGreaterThan(10);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(2048);
});

test('a password that is normalised is one in either form, up to the longest', async () => {
  await using app = await startTestApp();
  const decomposed = 'e\u0301'.repeat(1000);
  const agent = app.visitor();
  await agent.signup({ ...ada, password: decomposed });

  expect(await app.visitor().login(ada.username, '\u00e9'.repeat(1000))).toMatchObject({ __typename: 'LoginSuccess' });
  expect(await app.visitor().login(ada.username, decomposed)).toMatchObject({ __typename: 'LoginSuccess' });
});
