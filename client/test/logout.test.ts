import { expect, test } from 'vitest';
import { ada, grace } from '../../server/test/people.ts';
import { startUi } from './ui.ts';
import { visit } from './visitor.ts';

test('a logout without the server forgets at once, says what it couldn’t do, and does it when the server is back', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.signUp(ada);
  const cookies = await visitor.sessionCookies();
  await visitor.context.route('**/graphql', (route) => route.abort());
  await visitor.press('Log out');
  await visitor.arrivesAt('Welcome');
  await visitor.sees('You are logged out here, but the server can’t be reached');
  expect(await visitor.page.content()).not.toMatch(/Hello|ada@/);
  expect(await visitor.sessionCookies()).toEqual(cookies);

  await visitor.context.unroute('**/graphql');

  await visitor.sees('you are logged out there, too');
  expect(await visitor.sessionCookies()).toEqual([]);
  expect(await visitor.page.getByText('You are logged out here').count()).toBe(0);
});

test('it forgets at once also while the server hangs', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.signUp(ada);
  await visitor.context.route('**/graphql', () => undefined);
  await visitor.press('Log out');
  await visitor.arrivesAt('Welcome');
  expect(await visitor.page.content()).not.toContain('ada@');
});

test('a page that is loaded again, or anew, after such a logout doesn’t find the session open', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.signUp(ada);
  await visitor.context.route('**/graphql', (route) => route.abort());
  await visitor.press('Log out');
  await visitor.sees('You are logged out here');
  await visitor.page.close();
  await visitor.context.unroute('**/graphql');

  visitor.page = await visitor.context.newPage();
  await visitor.open('/');

  await visitor.arrivesAt('Welcome');
  expect(await visitor.sessionCookies()).toEqual([]);
  expect(await visitor.page.evaluate(() => localStorage.length)).toBe(0);
});

test('who logs in meanwhile stays logged in', async () => {
  await using app = await startUi();
  await app.signedUp(grace);
  await using visitor = await visit(app.url);
  await visitor.signUp(ada);
  await visitor.context.route('**/graphql', (route) => route.abort());
  await visitor.press('Log out');
  await visitor.sees('You are logged out here');
  await visitor.context.unroute('**/graphql');
  await visitor.page.getByRole('link', { name: 'Log in' }).first().click();
  await visitor.fill({ Username: 'grace', Password: grace.password });
  await visitor.press('Log in');
  await visitor.arrivesAt('Hello, Grace');

  await visitor.page.reload();
  await visitor.arrivesAt('Hello, Grace');
});
