import { gql } from '@urql/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ada, grace } from '../../server/test/people.ts';
import { startTestApp, type TestApp } from '../../server/test/test-app.ts';
import { type BrowserFetch, createBrowserFetch } from '../test/browser-fetch.ts';
import type { AuthClient } from './auth-client.ts';
import { createAuthClient } from './create-auth-client.ts';

const credentials = { username: ada.username, password: ada.password };

let app: TestApp;
let browser: BrowserFetch;
let tabs: [AuthClient, AuthClient];
let close: (() => void)[];

beforeEach(async () => {
  app = await startTestApp();
  browser = createBrowserFetch();
  await app.signedUp(ada);
  const open = () => createAuthClient({ url: `${app.url}/graphql`, fetch: browser.fetch });
  tabs = [open(), open()];
  close = tabs.map((tab) => tab.subscribe(() => undefined));
  await expect.poll(() => tabs.map((tab) => tab.getState().status)).toEqual(['anonymous', 'anonymous']);
});

afterEach(async () => {
  for (const end of close) {
    end();
  }
  await app[Symbol.asyncDispose]();
});

function usernameIn(tab: AuthClient): string | undefined {
  return tab.getState().viewer?.username;
}

test('a login in one tab signs the other in, and a logout signs it out and makes its client anew', async () => {
  const [first, second] = tabs;
  await first.login(credentials);
  await expect.poll(() => usernameIn(second)).toBe('ada');
  const { client } = second.getState();

  await first.logout();

  await expect.poll(() => second.getState()).toMatchObject({ status: 'anonymous', left: 'logout' });
  expect(second.getState().client).not.toBe(client);
});

test('a login is told though another question overtakes its last step', async () => {
  const [first, second] = tabs;
  const step = browser.hold('Viewer');
  const login = first.login(credentials);
  await step.arrived;
  await first.refresh();
  step.release();
  await login;

  await expect.poll(() => usernameIn(second)).toBe('ada');
});

test('a deletion in one tab is one in the other', async () => {
  const [first, second] = tabs;
  await first.login(credentials);
  await expect.poll(() => usernameIn(second)).toBe('ada');

  await first.deleteAccount({ password: ada.password });

  await expect.poll(() => second.getState()).toMatchObject({ status: 'anonymous', left: 'deletion' });
});

test('a change of the profile or the password keeps the other tab signed in, and its client', async () => {
  const [first, second] = tabs;
  await first.login(credentials);
  await expect.poll(() => usernameIn(second)).toBe('ada');
  const { client } = second.getState();

  await first.updateProfile({ firstName: 'Augusta' });
  await expect.poll(() => second.getState().viewer?.firstName).toBe('Augusta');
  const newPassword = 'staple paper clip';
  await first.changePassword({
    currentPassword: ada.password,
    newPassword,
    newPasswordConfirmation: newPassword,
  });
  await first.updateProfile({ lastName: 'King' });

  await expect.poll(() => second.getState().viewer?.lastName).toBe('King');
  expect(second.getState()).toMatchObject({ sessionEnded: false, client });
});

test('another person in one tab is another person in the other', async () => {
  const [first, second] = tabs;
  await app.signedUp(grace);
  await first.login(credentials);
  await expect.poll(() => usernameIn(second)).toBe('ada');

  await first.login({ username: grace.username, password: grace.password });

  await expect.poll(() => usernameIn(second)).toBe('grace');
});

test('the end of a session that one tab meets is known in the other, whose page stays, and so is the login after it', async () => {
  const [first, second] = tabs;
  await first.login(credentials);
  await expect.poll(() => usernameIn(second)).toBe('ada');
  const { client } = second.getState();
  browser.cookie = null;

  void first.updateProfile({ firstName: 'Augusta' });
  await expect.poll(() => second.getState()).toMatchObject({ status: 'signedIn', sessionEnded: true });
  await first.login(credentials);

  await expect.poll(() => second.getState()).toMatchObject({ status: 'signedIn', sessionEnded: false });
  expect(second.getState().client).toBe(client);
});

test('what one tab holds goes on when the same person logs in in another, and is refused when somebody else does', async () => {
  const [first, second] = tabs;
  await app.signedUp(grace);
  await first.login(credentials);
  await expect.poll(() => usernameIn(second)).toBe('ada');
  browser.cookie = null;
  const saving = first.updateProfile({ firstName: 'Augusta' });
  await expect.poll(() => first.getState().held).toBe(1);
  await second.login(credentials);
  expect(await saving).toMatchObject({ data: { user: { firstName: 'Augusta' } } });

  browser.cookie = null;
  const lost = first.updateProfile({ firstName: 'Augusta Ada' });
  await expect.poll(() => first.getState().held).toBe(1);
  await second.login({ username: grace.username, password: grace.password });

  expect(await lost).toMatchObject({ error: { kind: 'viewerChanged' } });
  await expect.poll(() => usernameIn(first)).toBe('grace');
  expect(first.getState().held).toBe(0);
});

test('a tab that is closed hears nothing any more', async () => {
  const [first, second] = tabs;
  close[1]?.();
  await first.login(credentials);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(second.getState().status).toBe('anonymous');
});

test('what was answered to one person before it was known who is there isn’t shown to another', async () => {
  const [first] = tabs;
  await app.signedUp(grace);
  await first.login(credentials);
  const late = createAuthClient({ url: `${app.url}/graphql`, fetch: browser.fetch });
  const NAMES = gql('query Names { me { username } }');
  await late.getState().client.query(NAMES, {}).toPromise();
  expect(late.getState().client.readQuery(NAMES, {})?.data).toMatchObject({ me: { username: 'ada' } });
  browser.cookie = (await app.loggedIn(grace)).cookie;
  const tab = new BroadcastChannel(`gatehouse:${app.url}/graphql`);
  close.push(
    late.subscribe(() => undefined),
    () => tab.close(),
  );
  tab.postMessage('viewerChanged');

  await expect.poll(() => usernameIn(late)).toBe('grace');
  expect(late.getState().client.readQuery(NAMES, {})).toBeNull();
});
