import { expect, test } from 'vitest';
import { ada } from '../../server/test/people.ts';
import { startUi } from './ui.ts';
import { visit } from './visitor.ts';

const HOSTILE = [
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https://evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  '%2F%2Fevil.example',
  '/%2F/evil.example',
  '%252F%252Fevil.example',
  '/%5Cevil.example',
  '/%09/evil.example',
  '/..//evil.example',
  '/.%2F%2Fevil.example',
];

test('a guarded page leads to the login and back, with everything that its address says', async () => {
  await using app = await startUi();
  await app.signedUp(ada);
  await using visitor = await visit(app.url);

  await visitor.open('/profile?from=mail&x=a%20b#name');
  await visitor.arrivesAt('Log in');
  expect(visitor.path()).toBe('/login?next=%2Fprofile%3Ffrom%3Dmail%26x%3Da%2520b%23name');
  await visitor.fill({ Username: 'ada', Password: ada.password });
  await visitor.press('Log in');

  await visitor.arrivesAt('Profile');
  expect(visitor.path()).toBe('/profile?from=mail&x=a%20b#name');
  await visitor.page.goBack();
  await expect.poll(() => visitor.page.url()).toBe('about:blank');
});

test('a visitor who signs up instead of logging in gets back, too', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.open('/password');
  await visitor.arrivesAt('Log in');
  await visitor.page.getByRole('main').getByRole('link', { name: 'Sign up' }).click();
  await visitor.arrivesAt('Sign up');
  await visitor.fill({ Username: 'ada', Password: ada.password, 'Password again': ada.password });
  await visitor.press('Create the account');

  await visitor.arrivesAt('Password');
});

test('a signed-in user has no business at the login or the signup', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.signUp(ada);
  await visitor.open('/login?next=%2Fprofile');
  await visitor.arrivesAt('Profile');
  await visitor.open('/signup');
  await visitor.arrivesAt('Hello, Ada');
  await visitor.open('/login?next=%2Fsignup');
  await visitor.arrivesAt('Hello, Ada');
  await visitor.open('/login?next=%2Flogin');
  await visitor.arrivesAt('Hello, Ada');
  await visitor.open('/login?next=%2Fsignup%3Fnext%3D%252Flogin');
  await visitor.arrivesAt('Hello, Ada');
});

test('no target leads to another site, whatever it looks like', async () => {
  await using app = await startUi();
  await app.signedUp(ada);
  await using visitor = await visit(app.url);
  const elsewhere: string[] = [];
  visitor.context.on('request', (request) => {
    if (new URL(request.url()).origin !== app.url) {
      elsewhere.push(request.url());
    }
  });

  for (const next of HOSTILE) {
    await visitor.open(`/login?next=${next}`);
    await visitor.fill({ Username: 'ada', Password: ada.password });
    await visitor.press('Log in');
    await visitor.page.getByRole('button', { name: 'Log out' }).waitFor();
    expect(new URL(visitor.page.url()).origin, next).toBe(app.url);
    await visitor.press('Log out');
    await visitor.page.getByRole('link', { name: 'Log in' }).first().waitFor();
  }

  expect(elsewhere).toEqual([]);
});
