import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ada, grace } from '../../server/test/people.ts';
import { startUi } from './ui.ts';
import { visit } from './visitor.ts';

test('after a logout, the back button shows nothing private', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  const { page } = visitor;
  await visitor.signUp(ada);
  await page.getByRole('link', { name: 'Edit your profile' }).click();
  await visitor.arrivesAt('Profile');
  await page.getByRole('link', { name: 'Password', exact: true }).click();
  await visitor.arrivesAt('Password');
  await visitor.press('Log out');
  await visitor.arrivesAt('Welcome');

  for (const heading of ['Log in', 'Welcome']) {
    await page.goBack();
    await visitor.arrivesAt(heading);
    const text = await page.locator('body').innerText();
    expect(text).not.toMatch(/Ada|ada@|Lovelace/);
    expect(
      await page
        .locator('input:not([type=checkbox])')
        .evaluateAll((inputs) => inputs.map((one) => (one as HTMLInputElement).value).join('')),
    ).toBe('');
  }
});

test('a page that the browser kept whole shows nothing until the server has said whose it is', async () => {
  const app = await startUi();
  await using visitor = await visit(app.url);
  const { page } = visitor;
  await visitor.signUp(ada);
  await leaveAndReturn(page);
  await page.waitForFunction(() => document.documentElement.style.visibility === '');
  expect(await page.locator('h1').innerText()).toBe('Hello, Ada');

  await visitor.context.clearCookies();
  await leaveAndReturn(page);
  await visitor.sees('You aren’t signed in.');

  await visitor.logIn(ada);
  await app[Symbol.asyncDispose]();
  await leaveAndReturn(page);
  await visitor.arrivesAt('No answer');
  expect(await page.content()).not.toContain('ada@example.com');
});

/** As the browser does it with a page that it keeps: the tests' own one is told to keep none. */
async function leaveAndReturn(page: Page): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
  expect(await page.locator('main').isVisible()).toBe(false);
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
}

test('what one person saves in a tab isn’t done to another who has signed in since, in another tab', async () => {
  await using app = await startUi();
  await app.signedUp(grace);
  await using visitor = await visit(app.url);
  // The other tab's news doesn't reach this one.
  await visitor.context.addInitScript(() => Reflect.deleteProperty(globalThis, 'BroadcastChannel'));
  const { page } = visitor;
  await visitor.signUp(ada);
  await page.getByRole('link', { name: 'Edit your profile' }).click();
  await visitor.fill({ 'First name': 'Augusta', 'E-mail': 'augusta@example.com' });
  visitor.page = await visitor.context.newPage();
  await visitor.page.goto('/');
  await visitor.press('Log out');
  await visitor.page.getByRole('link', { name: 'Log in' }).first().click();
  await visitor.fill({ Username: 'grace', Password: grace.password });
  await visitor.press('Log in');
  await visitor.arrivesAt('Hello, Grace');

  await page.getByRole('button', { name: 'Save' }).click();

  await page.getByText('Hello, Grace').first().waitFor();
  expect(await page.getByLabel('First name').inputValue()).toBe('Grace');
  const stored = await app.database.prisma.user.findMany({ orderBy: { username: 'asc' } });
  expect(stored.map(({ firstName, email }) => [firstName, email])).toEqual([
    ['Ada', ada.email],
    ['Grace', grace.email],
  ]);
});

test('nothing is kept in the browser but cookies that no script can read', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.signUp(ada);
  await visitor.open('/profile');
  await visitor.arrivesAt('Profile');

  const kept = await visitor.page.evaluate(async () => ({
    cookie: document.cookie,
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
  }));
  expect(kept).toEqual({ cookie: '', local: {}, session: {}, databases: [], caches: [] });
});

test('who logs in after somebody else finds nothing of them, nor of what they had typed', async () => {
  await using app = await startUi();
  await app.signedUp(grace);
  await using visitor = await visit(app.url);
  const { page } = visitor;
  await visitor.signUp(ada);
  await page.getByRole('link', { name: 'Edit your profile' }).click();
  await visitor.fill({ 'First name': 'Secretly typed' });
  await visitor.press('Log out');
  await visitor.arrivesAt('Welcome');
  await page.getByRole('link', { name: 'Log in' }).first().click();
  await visitor.fill({ Username: 'grace', Password: grace.password });
  await visitor.press('Log in');
  await visitor.arrivesAt('Hello, Grace');
  await page.getByRole('link', { name: 'Edit your profile' }).click();
  await visitor.arrivesAt('Profile');

  const content = await page.evaluate(() =>
    [document.body.innerText, ...[...document.querySelectorAll('input')].map(({ value }) => value)].join(' '),
  );
  expect(content).toContain('grace@example.com');
  expect(content).not.toMatch(/Secretly|ada/i);
});

test('an answer that comes after the logout is shown to nobody', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  const { page } = visitor;
  await visitor.signUp(ada);
  await page.getByRole('link', { name: 'Edit your profile' }).click();
  await visitor.fill({ 'First name': 'Late Countess' });
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('UpdateProfile')) {
      const response = await route.fetch();
      await new Promise((resolve) => setTimeout(resolve, 600));
      // The page has cut it off by then.
      await route.fulfill({ response }).catch(() => undefined);
    } else {
      await route.continue();
    }
  });
  await visitor.press('Save');
  await visitor.press('Log out');
  await visitor.arrivesAt('Welcome');
  await page.waitForTimeout(900);

  expect(await page.locator('body').innerText()).not.toContain('Countess');
  await visitor.sees('You aren’t signed in.');
});

test('a name is text, whatever is written in it', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  const firstName = '<img src=x onerror=alert(1)>';
  let dialogs = 0;
  visitor.page.on('dialog', () => {
    dialogs += 1;
  });
  await visitor.signUp({ ...ada, firstName });
  await visitor.arrivesAt(`Hello, ${firstName}`);
  await visitor.open('/profile');
  await visitor.arrivesAt('Profile');

  expect(await visitor.page.locator('img').count()).toBe(0);
  expect(dialogs).toBe(0);
});
