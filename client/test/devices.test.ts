import { expect, test } from 'vitest';
import { ada } from '../../server/test/people.ts';
import { startUi } from './ui.ts';
import { visit } from './visitor.ts';

test('a person sees their devices, signs one of them out, and then all others', async () => {
  await using app = await startUi();
  await using laptop = await visit(app.url);
  const { page } = laptop;
  await laptop.signUp(ada);
  await using phone = await visit(app.url);
  await phone.logIn(ada);
  await phone.page.getByRole('link', { name: 'Devices' }).click();
  await phone.arrivesAt('Devices');
  const tablet = await app.loggedIn(ada);

  await page.getByRole('link', { name: 'Devices' }).click();
  await laptop.arrivesAt('Devices');
  await laptop.sees('this one');
  expect(await page.getByRole('listitem').filter({ hasText: 'Last used' }).count()).toBe(3);
  expect(await page.getByRole('listitem').first().innerText()).toContain('Chrome on Linux');

  await page.getByRole('button', { name: /^Sign out node/ }).click();
  await laptop.sees('node was signed out.');
  await expect.poll(() => page.getByRole('listitem').filter({ hasText: 'Last used' }).count()).toBe(2);
  expect(await tablet.me()).toBeNull();

  await laptop.press('Sign out everywhere else');
  await laptop.sees('You are signed out everywhere else.');
  await expect.poll(() => page.getByRole('button', { name: 'Sign out everywhere else' }).count()).toBe(0);
  await phone.page.reload();
  await phone.arrivesAt('Log in');
  await page.reload();
  await laptop.arrivesAt('Devices');
});
