import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { ada, grace } from '../../server/test/people.ts';
import { startUi } from './ui.ts';
import { field, visit } from './visitor.ts';

/** Answers one operation in the server's place, with what a server in trouble, or a slow network, would. */
async function intercept(page: Page, operation: string, answer: (route: Route) => Promise<void>): Promise<void> {
  await page.route('**/graphql', (route) =>
    route.request().postData()?.includes(`"${operation}"`) ? answer(route) : route.continue(),
  );
}

function fulfill(status: number, body: object, headers: Record<string, string> = {}) {
  return (route: Route) =>
    route.fulfill({ status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
}

const UNAVAILABLE = { errors: [{ message: 'Busy.', extensions: { code: 'SERVICE_UNAVAILABLE' } }] };

test('a server that is away at the first load is asked again until it is back', async () => {
  await using app = await startUi();
  await app.signedUp(ada);
  await using visitor = await visit(app.url);
  await intercept(visitor.page, 'Viewer', fulfill(503, UNAVAILABLE, { 'retry-after': '1' }));
  await visitor.open('/profile');
  await visitor.arrivesAt('No answer');
  await visitor.sees('The service can’t answer now.');

  await visitor.page.unroute('**/graphql');

  await visitor.arrivesAt('Log in');
});

test('a server that stops in the middle of a form loses nothing of it', async () => {
  let app = await startUi();
  const { port } = new URL(app.url);
  await using visitor = await visit(app.url);
  await visitor.hasAccount(ada);
  await visitor.open('/profile');
  await visitor.fill({ 'First name': 'Augusta' });
  await app[Symbol.asyncDispose]();

  await visitor.press('Save');
  await visitor.sees('The server can’t be reached.');
  expect(await field(visitor.page, 'First name').inputValue()).toBe('Augusta');

  app = await startUi({ port: Number(port), keep: true });
  await visitor.press('Save');
  await visitor.sees('Your profile was saved.');
  await visitor.sees('Hello, Augusta');
  await app[Symbol.asyncDispose]();
});

test('a page that waits for an answer while the server is restarted shows it when the server is back', async () => {
  let app = await startUi();
  const { port } = new URL(app.url);
  await using visitor = await visit(app.url);
  await visitor.signUp(ada);
  await app[Symbol.asyncDispose]();
  await visitor.page.getByRole('link', { name: 'See where you are signed in' }).click();
  await visitor.arrivesAt('Devices');
  await visitor.sees('Loading…');

  app = await startUi({ port: Number(port), keep: true });
  await visitor.sees('this one');
  await app[Symbol.asyncDispose]();
});

test('a busy service says when to try again, and the form keeps everything, passwords too', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.open('/login');
  await visitor.fill({ Username: 'ada', Password: 'correct horse' });
  await intercept(visitor.page, 'Login', fulfill(503, UNAVAILABLE, { 'retry-after': '7' }));
  await visitor.press('Log in');

  await visitor.sees('Try again in 7 seconds.');
  expect(await field(visitor.page, 'Password').inputValue()).toBe('correct horse');
});

test('an account whose session couldn’t be stored is there, and the form offers to log in', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.open('/signup?next=%2Fpassword');
  const [error] = UNAVAILABLE.errors;
  const body = { errors: [{ ...error, extensions: { ...error?.extensions, accountCreated: true } }] };
  await intercept(visitor.page, 'Signup', fulfill(503, body));
  await visitor.press('Create the account');
  await visitor.sees('Your account was created, but signing you in didn’t work.');

  await visitor.page.getByRole('alert').getByRole('link', { name: 'Log in' }).click();
  await visitor.arrivesAt('Log in');
  expect(visitor.path()).toBe('/login?next=%2Fpassword');
});

test('what was typed can be discarded, and isn’t there for somebody else', async () => {
  await using app = await startUi();
  await app.signedUp(grace);
  await using visitor = await visit(app.url);
  const { page } = visitor;
  await visitor.hasAccount(ada);
  await visitor.open('/profile');
  await visitor.fill({ 'First name': 'Augusta' });
  await page.getByRole('link', { name: 'Password', exact: true }).click();
  await visitor.arrivesAt('Password');
  await page.getByRole('link', { name: 'Profile', exact: true }).click();
  expect(await field(page, 'First name').inputValue()).toBe('Augusta');
  await visitor.press('Discard it');
  expect(await field(page, 'First name').inputValue()).toBe('Ada');

  await visitor.fill({ 'First name': 'Augusta' });
  await visitor.context.clearCookies();
  await visitor.press('Save');
  await visitor.fill({ Username: 'grace', Password: grace.password });
  await visitor.press('Log in');
  await visitor.sees('Hello, Grace');
  expect(await field(page, 'First name').inputValue()).toBe('Grace');
});

test('a browser that keeps no cookies is told so', async () => {
  await using app = await startUi();
  await app.signedUp(ada);
  await using visitor = await visit(app.url);
  await intercept(visitor.page, 'Login', async (route) => {
    const response = await route.fetch();
    const { 'set-cookie': _, ...headers } = response.headers();
    await visitor.context.clearCookies();
    await route.fulfill({ response, headers });
  });
  await visitor.open('/login');
  await visitor.fill({ Username: 'ada', Password: ada.password });
  await visitor.press('Log in');

  await visitor.sees('your browser didn’t keep the cookie');
});

test('without JavaScript a line says what is missing', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url, { javaScriptEnabled: false });
  await visitor.open('/login');
  const line = visitor.page.locator('noscript p');
  await line.waitFor();
  expect(await line.innerText()).toContain('These pages need JavaScript.');
});

test('a page that fails says so, and shows again what was typed', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  const { page } = visitor;
  await visitor.hasAccount(ada);
  await visitor.open('/profile');
  await visitor.fill({ 'First name': 'Augusta' });
  // No page of ours fails; this answer isn't one that a server gives, and React can't show it.
  const unshowable = { __typename: 'ValidationFailed', message: {}, issues: [] };
  await intercept(page, 'UpdateProfile', fulfill(200, { data: { updateProfile: unshowable } }));
  await visitor.press('Save');
  await visitor.arrivesAt('Something went wrong');
  expect(visitor.problems.splice(0).join()).toContain('React error #31');
  await page.unroute('**/graphql');
  await visitor.sees('Hello, Ada');

  await visitor.press('Show it again');
  await visitor.arrivesAt('Profile');
  expect(await field(page, 'First name').inputValue()).toBe('Augusta');
  await visitor.press('Save');
  await visitor.sees('Hello, Augusta');
});

test('while an answer is awaited the button says so, and a double click sends nothing twice', async () => {
  await using app = await startUi();
  await app.signedUp(ada);
  await using visitor = await visit(app.url);
  const { page } = visitor;
  let sent = 0;
  await intercept(page, 'Login', async (route) => {
    sent += 1;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue();
  });
  await visitor.open('/login');
  await visitor.fill({ Username: 'ada', Password: ada.password });
  await page.getByRole('button', { name: 'Log in', exact: true }).dblclick();

  const button = page.getByRole('button', { name: 'Logging in…' });
  await button.waitFor();
  expect(await button.getAttribute('aria-disabled')).toBe('true');
  await button.click({ force: true });
  await field(page, 'Password').press('Enter');
  await visitor.arrivesAt('Hello, Ada');
  expect(sent).toBe(1);
});

test('a form sends what was changed in it, and so undoes nothing that another device has changed', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.hasAccount(ada);
  await visitor.open('/profile');
  const elsewhere = await app.loggedIn(ada);
  await elsewhere.updateProfile({ email: 'countess@example.com' });

  await visitor.fill({ 'First name': 'Augusta' });
  await visitor.press('Save');
  await visitor.sees('Your profile was saved.');

  expect(await elsewhere.me()).toMatchObject({ firstName: 'Augusta', email: 'countess@example.com' });
  expect(await field(visitor.page, 'E-mail').inputValue()).toBe('countess@example.com');
});

test('nothing can be typed that an answer under way would erase', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  const { page } = visitor;
  await visitor.hasAccount(ada);
  await visitor.open('/profile');
  await visitor.fill({ 'First name': 'Augusta' });
  await intercept(page, 'UpdateProfile', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue();
  });
  await visitor.press('Save');
  await page.getByRole('button', { name: 'Saving…' }).waitFor();

  expect(await field(page, 'Last name').isEditable()).toBe(false);
  await visitor.sees('Your profile was saved.');
  await expect.poll(() => field(page, 'Last name').isEditable()).toBe(true);
});
