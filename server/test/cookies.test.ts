import { expect, test } from 'vitest';
import { DAY } from '../time.ts';
import { STRANGERS } from './callers.ts';
import { ada } from './people.ts';
import { startTestApp } from './test-app.ts';

test('the cookie is HttpOnly, SameSite=Lax, for every path, and goes with the browser’s session', async () => {
  await using app = await startTestApp();
  const browser = await app.signedUp(ada);

  expect(browser.setCookie).toMatch(/^gatehouse=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
});

test('with remember it stays for 30 days', async () => {
  await using app = await startTestApp();
  await app.signedUp(ada);

  const browser = await app.loggedIn(ada, true);

  expect(browser.setCookie).toContain(`; Max-Age=${(30 * DAY) / 1000}`);
});

test('a changed password keeps the cookie remembered', async () => {
  await using app = await startTestApp();
  await app.signedUp(ada);
  const browser = await app.loggedIn(ada, true);

  await browser.changePassword(ada.password, 'staple paper clip');

  expect(browser.setCookie).toContain('Max-Age=2592000');
});

test('where PUBLIC_URL is https, the cookie is Secure and can’t be planted by another host', async () => {
  await using app = await startTestApp({ publicUrl: new URL('https://accounts.example.com') });
  const browser = await app.signedUp(ada);

  expect(browser.setCookie).toMatch(/^__Host-gatehouse=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
  browser.cookie = `${browser.cookie?.replace('__Host-', '')}`;
  expect(await browser.me()).toBeNull();
});

test.each(['malformed', 'doubled'])('a %s cookie is cleared', async (name) => {
  await using app = await startTestApp();
  const stranger = await STRANGERS[name]?.(app);

  await stranger?.me();

  expect(stranger?.setCookie).toBe('gatehouse=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0');
});

test.each(['anonymous', 'forged', 'revoked', 'expired', 'epoch-stale', 'deactivated', 'deleted'])(
  'nothing is said about the cookie to a caller whose session is %s: a parallel login may just have set it',
  async (name) => {
    await using app = await startTestApp();
    const stranger = await STRANGERS[name]?.(app);
    if (stranger) {
      stranger.setCookie = null;
    }

    await stranger?.me();
    await stranger?.updateProfile({ firstName: 'x' });

    expect(stranger?.setCookie).toBeNull();
  },
);

test('logging out and deleting the account clear the cookie', async () => {
  await using app = await startTestApp();
  const browser = await app.signedUp(ada);
  await browser.logout();
  expect(browser.setCookie).toBe('gatehouse=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0');

  await browser.login(ada.username, ada.password);
  await browser.deleteAccount(ada.password);
  expect(browser.setCookie).toBe('gatehouse=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0');
});

test('a planted token is never adopted', async () => {
  await using app = await startTestApp();
  const planted = `gatehouse=${'A'.repeat(43)}`;
  const victim = app.visitor();
  victim.cookie = planted;

  await victim.signup(ada);

  expect(victim.cookie).not.toBe(planted);
  const attacker = app.visitor();
  attacker.cookie = planted;
  expect(await attacker.me()).toBeNull();
});

test('cookies of other applications on the same host do no harm', async () => {
  await using app = await startTestApp();
  const browser = await app.signedUp(ada);

  browser.cookie = `theme=dark; ${browser.cookie}; notgatehouse=1; gatehouse2=x`;

  expect(await browser.me()).toMatchObject({ username: ada.username });
});
