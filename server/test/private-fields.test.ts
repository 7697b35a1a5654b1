import { expect, test } from 'vitest';
import { ada, grace } from './people.ts';
import { startTestApp } from './test-app.ts';

// The schema of ours shows a stranger no user but oneself; a team's own types do. See readme-example.test.ts for that.

test('a visitor who has just signed up sees their own private fields in the very answer', async () => {
  await using app = await startTestApp();

  const { user } = await app.visitor().signup(ada);

  expect(user).toMatchObject({ email: ada.email, isStaff: false, isSuperuser: false });
  expect(user.lastLogin).toBe(user.dateJoined);
});

test('fields are answered in the order in which they were asked for, whatever takes longer', async () => {
  await using app = await startTestApp();
  const browser = await app.signedUp(ada);

  const { data } = await browser.send('{ me { email id isStaff username } }');

  expect(Object.keys(data?.me)).toEqual(['email', 'id', 'isStaff', 'username']);
});

test('logging in as another person shows that person’s private fields, not the last one’s', async () => {
  await using app = await startTestApp();
  await app.signedUp(grace);
  const browser = await app.signedUp(ada);

  const { user } = await browser.login(grace.username, grace.password);

  expect(user).toMatchObject({ username: grace.username, email: grace.email });
});
