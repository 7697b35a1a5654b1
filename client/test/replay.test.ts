import type { Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { ada, grace } from '../../server/test/people.ts';
import { startUi } from './ui.ts';
import { field, type Visitor, visit } from './visitor.ts';

const HOUR = 60 * 60 * 1000;

/** Edits, and saves when the session is gone. */
async function savesTooLate(visitor: Visitor): Promise<void> {
  await edits(visitor);
  await visitor.context.clearCookies();
  await visitor.press('Save');
}

/** Ada on her profile, with a new first name that isn't saved yet. */
async function edits(visitor: Visitor): Promise<void> {
  await visitor.hasAccount(ada);
  await visitor.open('/profile');
  await visitor.arrivesAt('Profile');
  await visitor.fill({ 'First name': 'Augusta', 'Last name': 'King' });
}

function dialog(visitor: Visitor, name: string) {
  return visitor.page.getByRole('dialog', { name });
}

async function logsInAgain(visitor: Visitor, person: { username: string; password: string }): Promise<void> {
  const asked = dialog(visitor, 'Log in again');
  await asked.getByLabel('Username').fill(person.username);
  await asked.getByLabel(/^Password/).fill(person.password);
  await asked.getByRole('button', { name: 'Log in', exact: true }).click();
}

test('what a lost session refused is saved after the login over the page, as if nothing had happened', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  const { page } = visitor;
  await edits(visitor);
  await page.locator('form').evaluate((form) => form.setAttribute('data-is', 'the same'));
  await visitor.context.clearCookies();

  await visitor.press('Save');
  const asked = dialog(visitor, 'Log in again');
  await asked.waitFor();
  expect(await asked.getByLabel('Username').inputValue()).toBe('ada');
  expect(await asked.getByLabel(/^Password/).evaluate((input) => input === document.activeElement)).toBe(true);
  expect(visitor.path()).toBe('/profile');
  await logsInAgain(visitor, ada);

  await visitor.sees('Your profile was saved.');
  await visitor.sees('Hello, Augusta');
  await asked.waitFor({ state: 'detached' });
  expect(await page.locator('form').getAttribute('data-is')).toBe('the same');
  expect(await (await app.loggedIn(ada)).me()).toMatchObject({ firstName: 'Augusta', lastName: 'King' });
});

test('a dialog says why it asks to who can’t see it: all else on the page is out of reach by then', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await savesTooLate(visitor);
  await dialog(visitor, 'Log in again').waitFor();
  const session = await visitor.context.newCDPSession(visitor.page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');

  const asked = nodes.find(({ role }) => role?.value === 'dialog');
  expect(asked?.description?.value).toMatch(/^Your session has ended\. Log in, and what you have sent goes on\./);
});

test('a wrong password keeps the dialog, and what waits', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await savesTooLate(visitor);
  await logsInAgain(visitor, { username: 'ada', password: 'wrong' });
  await visitor.sees('The username or the password is wrong.');
  await logsInAgain(visitor, ada);
  await visitor.sees('Your profile was saved.');
});

test('what one person had sent isn’t done when somebody else logs in, who sees nothing of it', async () => {
  await using app = await startUi();
  await app.signedUp(grace);
  await using visitor = await visit(app.url);
  await savesTooLate(visitor);
  await logsInAgain(visitor, grace);

  await visitor.sees('What ada had sent wasn’t done.');
  await visitor.sees('Hello, Grace');
  expect(await field(visitor.page, 'First name').inputValue()).toBe('Grace');
  expect(await visitor.page.content()).not.toContain('Augusta');
  expect(await (await app.loggedIn(grace)).me()).toMatchObject({ firstName: 'Grace' });
  expect(await (await app.loggedIn(ada)).me()).toMatchObject({ firstName: 'Ada' });
});

test.each(['the button', 'Escape'])(
  'dismissed by %s, nothing is sent; who logs in later finds what was typed',
  async (way) => {
    await using app = await startUi();
    await using visitor = await visit(app.url);
    const { page } = visitor;
    await savesTooLate(visitor);
    await dialog(visitor, 'Log in again').waitFor();

    await (way === 'Escape' ? page.keyboard.press('Escape') : visitor.press('Don’t send it'));

    await visitor.arrivesAt('Log in');
    await visitor.sees('what you had sent wasn’t done');
    expect(visitor.path()).toBe('/login?next=%2Fprofile');
    expect(await page.content()).not.toMatch(/Augusta|ada@/);
    await visitor.fill({ Username: 'ada', Password: ada.password });
    await visitor.press('Log in');
    await visitor.arrivesAt('Profile');
    await visitor.sees('What you had typed is still here.');
    expect(await field(page, 'Last name').inputValue()).toBe('King');
    await visitor.press('Save');
    await visitor.sees('Hello, Augusta');
  },
);

test('what was typed before a dismissed login isn’t there for somebody else, nor after them', async () => {
  await using app = await startUi();
  await app.signedUp(grace);
  await using visitor = await visit(app.url);
  await savesTooLate(visitor);
  await visitor.press('Don’t send it');
  await visitor.arrivesAt('Log in');
  await visitor.fill({ Username: 'grace', Password: grace.password });
  await visitor.press('Log in');
  await visitor.arrivesAt('Profile');
  expect(await field(visitor.page, 'First name').inputValue()).toBe('Grace');
  await visitor.press('Log out');
  await visitor.page.getByRole('link', { name: 'Log in' }).first().click();
  await visitor.fill({ Username: 'ada', Password: ada.password });
  await visitor.press('Log in');
  await visitor.arrivesAt('Hello, Ada');
  await visitor.page.getByRole('link', { name: 'Edit your profile' }).click();
  expect(await field(visitor.page, 'First name').inputValue()).toBe('Ada');
});

test('two that are refused are two that wait, and one dialog', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.signUp(ada);
  await app.loggedIn(ada);
  await app.loggedIn(ada);
  await visitor.page.getByRole('link', { name: 'See where you are signed in' }).click();
  const signOut = visitor.page.getByRole('button', { name: /^Sign out .*, last used/ });
  await expect.poll(() => signOut.count()).toBe(2);
  await visitor.context.clearCookies();
  const waiting: Route[] = [];
  await visitor.page.route('**/graphql', (route) => void waiting.push(route));
  await signOut.first().click();
  await signOut.last().click();
  await expect.poll(() => waiting.length).toBe(2);
  await Promise.all(waiting.map((route) => route.continue()));
  await visitor.page.unroute('**/graphql');
  await dialog(visitor, 'Log in again').waitFor();
  expect(await visitor.page.getByRole('dialog').count()).toBe(1);

  await logsInAgain(visitor, ada);

  // That of this browser before the login is left.
  await expect.poll(() => signOut.count(), { timeout: 10_000 }).toBe(1);
});

test('a page that is opened after the session has ended asks for the login over itself, and then shows what it is for', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.signUp(ada);
  await visitor.context.clearCookies();
  await visitor.page.getByRole('link', { name: 'See where you are signed in' }).click();
  await logsInAgain(visitor, ada);
  await visitor.sees('this one');
});

test('a session that ends in the middle of an edit is said, and a login over the page keeps every letter', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await edits(visitor);
  await visitor.context.clearCookies();
  await visitor.page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await visitor.press('Log in again');
  await logsInAgain(visitor, ada);
  await dialog(visitor, 'Log in again').waitFor({ state: 'detached' });

  expect(await field(visitor.page, 'First name').inputValue()).toBe('Augusta');
  await visitor.press('Save');
  await visitor.sees('Hello, Augusta');
});

test('a login that isn’t urgent can wait: closed, the page stays, and the warning with it', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await edits(visitor);
  await visitor.context.clearCookies();
  await visitor.page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await visitor.press('Log in again');
  await visitor.press('Not now');

  await dialog(visitor, 'Log in again').waitFor({ state: 'detached' });
  await visitor.sees('Your session has ended.');
  expect(await field(visitor.page, 'First name').inputValue()).toBe('Augusta');
  expect(await visitor.page.evaluate(() => document.activeElement?.textContent)).toBe('Log in again');
});

test('a guarded page that is opened by its address goes to the login page, and back', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.signUp(ada);
  await visitor.context.clearCookies();
  await visitor.open('/profile');
  await visitor.arrivesAt('Log in');
  expect(visitor.path()).toBe('/login?next=%2Fprofile');
  await visitor.fill({ Username: 'ada', Password: ada.password });
  await visitor.press('Log in');
  await visitor.arrivesAt('Profile');
});

test('a new e-mail address after an hour asks for the password in a dialog, and is saved with it', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await edits(visitor);
  await visitor.fill({ 'E-mail': 'countess@example.com' });
  app.advance(HOUR);
  await visitor.press('Save');
  const asked = dialog(visitor, 'Is it you?');
  await asked.waitFor();
  expect(await visitor.page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('password');
  await asked.getByLabel('Your current password').fill('wrong');
  await visitor.press('Go on');
  await visitor.sees('This isn’t your current password.');
  await asked.getByLabel('Your current password').fill(ada.password);
  await visitor.press('Go on');

  await visitor.sees('Your profile was saved.');
  expect(await (await app.loggedIn(ada)).me()).toMatchObject({ email: 'countess@example.com', firstName: 'Augusta' });
});

test('a password that isn’t given leaves everything typed, and says why it isn’t saved', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await edits(visitor);
  await visitor.fill({ 'E-mail': 'countess@example.com' });
  app.advance(HOUR);
  await visitor.press('Save');
  await visitor.press('Don’t save');

  await visitor.sees('this change needs your current password');
  expect(await field(visitor.page, 'E-mail').inputValue()).toBe('countess@example.com');
});

test('a login in another tab lets everything go on in this one', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  const { page } = visitor;
  await savesTooLate(visitor);
  await dialog(visitor, 'Log in again').waitFor();
  visitor.page = await visitor.context.newPage();
  await visitor.logIn(ada);

  await page.getByText('Your profile was saved.').first().waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
});

test('a restart of the server under the dialog loses nothing', async () => {
  let app = await startUi();
  const { port } = new URL(app.url);
  await using visitor = await visit(app.url);
  await savesTooLate(visitor);
  await dialog(visitor, 'Log in again').waitFor();
  await app[Symbol.asyncDispose]();
  await logsInAgain(visitor, ada);
  await visitor.sees('The server can’t be reached.');

  app = await startUi({ port: Number(port), keep: true });
  await visitor.press('Log in');
  await visitor.sees('Your profile was saved.');
  await app[Symbol.asyncDispose]();
});
