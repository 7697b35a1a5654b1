import { expect, test } from 'vitest';
import { ada } from '../../server/test/people.ts';
import { startUi } from './ui.ts';
import { field, visit } from './visitor.ts';

test('the story of an account, in two browsers', async () => {
  await using app = await startUi();
  await using laptop = await visit(app.url);
  const { page } = laptop;

  await laptop.open('/');
  await laptop.sees('You aren’t signed in.');
  await page.getByRole('link', { name: 'Create an account' }).click();
  await laptop.arrivesAt('Sign up');
  expect(await page.title()).toBe('Sign up · Gatehouse');
  await laptop.fill({
    Username: ada.username,
    'E-mail': ada.email,
    'First name': 'Ada',
    'Last name': 'Lovelace',
    Password: ada.password,
    'Password again': ada.password,
  });
  await laptop.press('Create the account');
  await laptop.arrivesAt('Hello, Ada');
  await laptop.sees('Your account was created, and you are signed in.');

  await page.reload();
  await laptop.arrivesAt('Hello, Ada');
  await laptop.sees('Ada Lovelace');

  await page.getByRole('link', { name: 'Profile', exact: true }).click();
  await laptop.arrivesAt('Profile');
  await laptop.fill({ 'First name': ' Augusta Ada ', 'E-mail': '' });
  await laptop.press('Save');
  await laptop.sees('Your profile was saved.');
  expect(await field(page, 'First name').inputValue()).toBe('Augusta Ada');
  await laptop.sees('Hello, Augusta Ada');

  await using phone = await visit(app.url);
  await phone.logIn(ada);
  await phone.page.getByRole('link', { name: 'Profile', exact: true }).click();
  await phone.arrivesAt('Profile');

  await page.getByRole('link', { name: 'Password', exact: true }).click();
  await laptop.arrivesAt('Password');
  const newPassword = 'staple paper clip';
  await laptop.fill({
    'Current password': ada.password,
    'New password': newPassword,
    'New password again': newPassword,
  });
  await laptop.press('Change the password');
  await laptop.sees('Your password was changed. You are signed out on every other device.');
  expect(await field(page, 'New password').inputValue()).toBe('');
  await page.reload();
  await laptop.arrivesAt('Password');

  await phone.page.reload();
  await phone.arrivesAt('Log in');
  expect(phone.path()).toBe('/login?next=%2Fprofile');
  await phone.fill({ Username: 'ada', Password: ada.password });
  await phone.press('Log in');
  await phone.sees('The username or the password is wrong.');
  expect(await field(phone.page, 'Username').inputValue()).toBe('ada');

  await laptop.press('Log out');
  await laptop.arrivesAt('Welcome');
  await laptop.sees('You are logged out.');
  expect(laptop.path()).toBe('/');
  expect(await laptop.sessionCookies()).toEqual([]);

  await page.getByRole('link', { name: 'Log in' }).first().click();
  await laptop.fill({ Username: 'ADA', Password: newPassword });
  await page.getByLabel('Remember me on this device').check();
  await laptop.press('Log in');
  await laptop.arrivesAt('Hello, Augusta Ada');
  const [cookie] = await laptop.sessionCookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  expect(cookie?.expires).toBeGreaterThan(Date.now() / 1000 + 29 * 24 * 3600);

  await page.getByRole('link', { name: 'Delete your account' }).click();
  await laptop.arrivesAt('Delete your account');
  await laptop.fill({ 'Your password': ada.password });
  await laptop.press('Delete my account');
  await laptop.sees('This isn’t your current password.');
  await laptop.fill({ 'Your password': newPassword });
  await laptop.press('Delete my account');
  await laptop.arrivesAt('Welcome');
  await laptop.sees('Your account was deleted.');
  await page.reload();
  await laptop.sees('You aren’t signed in.');
});

test('every rule that a form breaks is shown at its field, what was typed stays, and the first field has the focus', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  const { page } = visitor;
  await visitor.open('/signup');
  const typed = { Username: 'ada lovelace', 'E-mail': 'nowhere', Password: 'short', 'Password again': 'other' };
  await visitor.fill({ ...typed, 'First name': 'Ada' });
  await visitor.press('Create the account');

  await visitor.sees('Use letters, digits and @ . + - _ only.');
  for (const [label, message] of [
    ['Username', 'Use letters, digits'],
    ['E-mail', 'This is not an e-mail address.'],
    ['Password', '8 characters'],
    ['Password again', 'password'],
  ] as const) {
    expect(await descriptionOf(label), label).toContain(message);
    expect(await field(page, label).getAttribute('aria-invalid'), label).toBe('true');
  }
  for (const [label, value] of Object.entries(typed)) {
    expect(await field(page, label).inputValue(), label).toBe(value);
  }
  expect(await field(page, 'First name').getAttribute('aria-invalid')).toBe('false');
  expect(await field(page, 'Username').evaluate((element) => element === document.activeElement)).toBe(true);

  await visitor.fill({ Username: 'ada', 'E-mail': '' });
  await visitor.press('Create the account');
  await expect.poll(() => field(page, 'Password').evaluate((element) => element === document.activeElement)).toBe(true);

  /** What a screen reader reads after the label. */
  async function descriptionOf(label: string): Promise<string> {
    const ids = (await field(page, label).getAttribute('aria-describedby'))?.split(' ') ?? [];
    const texts = await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).textContent()));
    return texts.join(' ');
  }
});

test('too many attempts are told with the time to wait', async () => {
  await using app = await startUi({
    limits: { loginAccount: { count: 1, seconds: 900 }, loginAddress: { count: 2, seconds: 900 } },
  });
  await using visitor = await visit(app.url);
  await visitor.open('/login');
  await visitor.fill({ Username: 'ada', Password: 'wrong' });
  await visitor.press('Log in');
  await visitor.sees('The username or the password is wrong.');
  await visitor.press('Log in');
  await visitor.sees(/Too many attempts\. Try again in (29|30) seconds\./);

  await visitor.fill({ Username: 'grace' });
  await visitor.press('Log in');
  await visitor.sees('The username or the password is wrong.');
  await visitor.press('Log in');
  await visitor.sees('Too many attempts. Try again in 15 minutes.');
});
