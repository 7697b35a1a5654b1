import { expect, test } from 'vitest';
import { ada } from '../../server/test/people.ts';
import { startUi } from './ui.ts';
import { field, type Visitor, visit } from './visitor.ts';

/** Opens another tab of the same browser, and answers the one that was in front. */
async function openTab(visitor: Visitor, path: string) {
  const before = visitor.page;
  visitor.page = await visitor.context.newPage();
  await visitor.open(path);
  return before;
}

test('what one tab does to who is signed in, the other one shows at once', async () => {
  await using app = await startUi();
  await app.signedUp(ada);
  await using visitor = await visit(app.url);
  await visitor.open('/');
  const other = await openTab(visitor, '/login');
  await visitor.fill({ Username: 'ada', Password: ada.password });
  await visitor.press('Log in');
  await visitor.arrivesAt('Hello, Ada');
  await other.getByRole('heading', { name: 'Hello, Ada' }).waitFor();

  await other.getByRole('link', { name: 'Edit your profile' }).click();
  await visitor.open('/password');
  const newPassword = 'staple paper clip';
  await visitor.fill({
    'Current password': ada.password,
    'New password': newPassword,
    'New password again': newPassword,
  });
  await visitor.press('Change the password');
  await visitor.sees('Your password was changed.');
  await other.getByLabel('First name').fill('Augusta');
  await other.getByRole('button', { name: 'Save' }).click();
  await visitor.page.getByText('Hello, Augusta').first().waitFor();

  await visitor.press('Log out');
  await visitor.arrivesAt('Welcome');
  await other.getByRole('heading', { name: 'Welcome' }).waitFor();
  expect(await other.locator('body').innerText()).not.toContain('Augusta');
});

test('an account that is deleted in one tab is gone in the other', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.signUp(ada);
  const other = await openTab(visitor, '/delete-account');
  await visitor.fill({ 'Your password': ada.password });
  await visitor.press('Delete my account');
  await visitor.arrivesAt('Welcome');

  await other.getByRole('heading', { name: 'Welcome' }).waitFor();
  expect(await other.locator('body').innerText()).not.toContain('Ada');
});

test('the end of a session that one tab meets is said in the other, and one login is enough for both', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.signUp(ada);
  const other = await openTab(visitor, '/profile');
  await visitor.fill({ 'First name': 'Augusta' });
  await visitor.context.clearCookies();
  await visitor.press('Save');
  await other.getByText('Your session has ended.').waitFor();
  await visitor.page
    .getByRole('dialog')
    .getByLabel(/^Password/)
    .fill(ada.password);
  await visitor.page.getByRole('dialog').getByRole('button', { name: 'Log in', exact: true }).click();

  await visitor.sees('Your profile was saved.');
  await other.getByText('Hello, Augusta').first().waitFor();
  expect(await other.getByText('Your session has ended.').count()).toBe(0);
});

test('a password that is changed in one browser ends the session in another, which meets it at its next request', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await using elsewhere = await visit(app.url);
  await visitor.signUp(ada);
  await elsewhere.logIn(ada);
  await elsewhere.page.getByRole('link', { name: 'Edit your profile' }).click();
  await elsewhere.fill({ 'First name': 'Augusta' });
  await visitor.open('/password');
  const newPassword = 'staple paper clip';
  await visitor.fill({
    'Current password': ada.password,
    'New password': newPassword,
    'New password again': newPassword,
  });
  await visitor.press('Change the password');
  await visitor.sees('Your password was changed.');

  await elsewhere.press('Save');
  await elsewhere.page
    .getByRole('dialog')
    .getByLabel(/^Password/)
    .fill(newPassword);
  await elsewhere.page.getByRole('dialog').getByRole('button', { name: 'Log in', exact: true }).click();
  await elsewhere.sees('Your profile was saved.');
});

test('a session that is found ended on coming back to the window leaves the page and what was typed in it', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.signUp(ada);
  await visitor.page.getByRole('link', { name: 'Edit your profile' }).click();
  await visitor.fill({ 'First name': 'Augusta' });
  await visitor.context.clearCookies();

  await visitor.page.evaluate(() => window.dispatchEvent(new Event('focus')));

  await visitor.sees('Your session has ended.');
  expect(await field(visitor.page, 'First name').inputValue()).toBe('Augusta');
});
