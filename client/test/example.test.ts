import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ada } from '../../server/test/people.ts';
import { startTestApp, type TestApp } from '../../server/test/test-app.ts';
import { type Visitor, visit } from './visitor.ts';

const HOUR = 60 * 60 * 1000;
const uiDirectory = await mkdtemp(join(tmpdir(), 'gatehouse-example-'));

beforeAll(async () => {
  await build({
    configFile: 'client/example/vite.config.ts',
    logLevel: 'warn',
    build: { outDir: uiDirectory, emptyOutDir: true, modulePreload: { polyfill: false } },
  });
  await writeFile(join(uiDirectory, 'pages.json'), '["/"]');
});
afterAll(() => rm(uiDirectory, { recursive: true }));

/** Ada, logged in on the page that has no React, about to save another name. */
async function edits(app: TestApp, visitor: Visitor): Promise<void> {
  await app.signedUp(ada);
  await visitor.open('/');
  await visitor.arrivesAt('Who are you?');
  await visitor.page.locator('#login').getByLabel('Username').fill('ada');
  await visitor.page.locator('#login').getByLabel('Password').fill(ada.password);
  await visitor.press('Log in');
  await visitor.arrivesAt('Hello, Ada');
  await visitor.page.getByLabel('New first name').fill('Augusta');
}

test('without React, too, what a lost session refused is saved after the login', async () => {
  await using app = await startTestApp({ uiDirectory });
  await using visitor = await visit(app.url);
  await edits(app, visitor);
  await visitor.context.clearCookies();
  await visitor.press('Save');
  const dialog = visitor.page.getByRole('dialog', { name: 'Log in again, ada' });
  await dialog.getByLabel('Password').fill('wrong');
  await visitor.press('Go on');
  await visitor.sees('The username or the password is wrong.');
  await dialog.getByLabel('Password').fill(ada.password);
  await visitor.press('Go on');

  await visitor.sees('Saved.');
  await visitor.arrivesAt('Hello, Augusta');
  expect(await dialog.isVisible()).toBe(false);
});

test('without React, too, the password is asked for where it is wanted, and a dismissed dialog sends nothing', async () => {
  await using app = await startTestApp({ uiDirectory });
  await using visitor = await visit(app.url);
  await edits(app, visitor);
  app.advance(HOUR);
  await visitor.page.getByLabel('New e-mail').fill('countess@example.com');
  await visitor.press('Save');
  await visitor.press('Don’t send it');
  await visitor.sees('Some fields need another look.');
  await visitor.press('Save');
  await visitor.page.getByRole('dialog', { name: 'Is it you?' }).getByLabel('Password').fill(ada.password);
  await visitor.press('Go on');

  await visitor.sees('Saved.');
  expect(await (await app.loggedIn(ada)).me()).toMatchObject({ email: 'countess@example.com', firstName: 'Augusta' });
});

test('without React, too, a logout forgets at once, and the server is told when it is back', async () => {
  await using app = await startTestApp({ uiDirectory });
  await using visitor = await visit(app.url);
  await edits(app, visitor);
  await visitor.context.route('**/graphql', (route) => route.abort());
  await visitor.press('Log out');
  await visitor.arrivesAt(/You are logged out here/);
  await visitor.context.unroute('**/graphql');

  await visitor.arrivesAt('Who are you?');
  expect(await visitor.sessionCookies()).toEqual([]);
});
