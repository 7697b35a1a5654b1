import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ada, grace } from '../../server/test/people.ts';
import { startTestApp, type TestApp } from '../../server/test/test-app.ts';
import { type BrowserFetch, createBrowserFetch } from '../test/browser-fetch.ts';
import type { AuthClient } from './auth-client.ts';
import { createAuthClient } from './create-auth-client.ts';

const credentials = { username: ada.username, password: ada.password };

let app: TestApp;
let browser: BrowserFetch;
let isAway: boolean;
/** The operation whose requests get lost. */
let lost: string | null;
let pages: { auth: AuthClient; close: () => void }[];

beforeEach(async () => {
  app = await startTestApp();
  await app.signedUp(ada);
  browser = createBrowserFetch();
  isAway = false;
  lost = null;
  pages = [];
  vi.stubGlobal('window', Object.assign(new EventTarget(), { localStorage: createStorage() }));
});
afterEach(async () => {
  vi.unstubAllGlobals();
  for (const { close } of pages) {
    close();
  }
  await app[Symbol.asyncDispose]();
});

/** The browser's storage: of it, a test in Node needs no more than that all pages have the same. */
function createStorage() {
  const texts = new Map<string, string>();
  return {
    texts,
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
    removeItem: (key: string) => void texts.delete(key),
  };
}

/** A page in the browser, open until its end. */
async function open(): Promise<AuthClient> {
  const auth = createAuthClient({
    url: `${app.url}/graphql`,
    fetch: (input, init) =>
      isAway || (lost && String(init?.body).includes(`mutation ${lost}`))
        ? Promise.reject(new TypeError('Failed to fetch'))
        : browser.fetch(input, init),
  });
  pages.push({ auth, close: auth.subscribe(() => undefined) });
  await expect.poll(() => auth.getState().status).not.toBe('loading');
  return auth;
}

function closePage(index: number): void {
  pages.splice(index, 1)[0]?.close();
}

/** Whose session the browser's cookie opens. */
async function whoseCookie(): Promise<string | null> {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: browser.cookie ?? '' },
    body: '{"query":"{ me { username } }"}',
  });
  const { data } = (await response.json()) as { data: { me: { username: string } | null } };
  return data.me?.username ?? null;
}

test('a logout that can’t reach the server forgets at once, says so, and is done when the server is back', async () => {
  const auth = await open();
  await auth.login(credentials);
  isAway = true;
  const leaving = auth.logout();
  expect(auth.getState()).toMatchObject({ status: 'anonymous', viewer: null, left: 'logout' });
  expect(await leaving).toMatchObject({ data: null, error: { kind: 'offline' } });
  expect(auth.getState()).toMatchObject({ unfinishedLogout: { kind: 'offline' } });
  expect(await whoseCookie()).toBe('ada');

  isAway = false;

  await expect.poll(() => auth.getState(), { timeout: 10_000 }).toMatchObject({ unfinishedLogout: null });
  expect(await whoseCookie()).toBeNull();
  expect(auth.getState()).toMatchObject({ status: 'anonymous' });
});

test('a page that is asked who is there while it owes a logout finishes it first, and names nobody', async () => {
  const auth = await open();
  await auth.login(credentials);
  isAway = true;
  await auth.logout();
  await auth.refresh();
  expect(auth.getState()).toMatchObject({ status: 'anonymous' });
  isAway = false;

  expect(await auth.refresh()).toMatchObject({ status: 'anonymous', unfinishedLogout: null });
  expect(await whoseCookie()).toBeNull();
});

test('a page that is closed meanwhile leaves the logout to the next one', async () => {
  const auth = await open();
  await auth.login(credentials);
  isAway = true;
  await auth.logout();
  closePage(0);
  isAway = false;

  const next = await open();

  expect(next.getState()).toMatchObject({ status: 'anonymous' });
  expect(await whoseCookie()).toBeNull();
});

test('a next page that can’t reach the server, either, shows nobody, and does it later', async () => {
  const auth = await open();
  await auth.login(credentials);
  isAway = true;
  await auth.logout();
  closePage(0);
  const next = await open();
  expect(next.getState()).toMatchObject({ status: 'unreachable' });
  isAway = false;

  await next.refresh();

  expect(next.getState()).toMatchObject({ status: 'anonymous' });
  expect(await whoseCookie()).toBeNull();
});

test('every tab forgets at once, and a tab that stays finishes what the closed one owed', async () => {
  const [first, second] = [await open(), await open()];
  await first.login(credentials);
  await expect.poll(() => second.getState().viewer?.username).toBe('ada');
  isAway = true;
  await first.logout();
  await expect.poll(() => second.getState()).toMatchObject({ status: 'anonymous', left: 'logout' });
  closePage(0);
  isAway = false;

  await second.refresh();

  expect(await whoseCookie()).toBeNull();
});

test('who has logged in meanwhile stays, in this tab or another', async () => {
  const [first, second] = [await open(), await open()];
  await app.signedUp(grace);
  await first.login(credentials);
  isAway = true;
  await first.logout();
  isAway = false;

  await second.login({ username: grace.username, password: grace.password });

  await expect.poll(() => first.getState().viewer?.username).toBe('grace');
  expect(first.getState()).toMatchObject({ status: 'signedIn' });
  await first.refresh();
  expect(await whoseCookie()).toBe('grace');
});

test('a late answer that names who has just logged out in another tab shows nobody', async () => {
  const [first, known] = [await open(), await open()];
  const { cookie } = await app.loggedIn(ada);
  browser.cookie = cookie;
  await first.refresh();
  const forKnown = browser.hold('Viewer');
  const asking = known.refresh();
  await forKnown.arrived;
  const forNew = browser.hold('Viewer');
  const opening = open();
  await forNew.arrived;

  isAway = true;
  await first.logout();
  forKnown.release();
  forNew.release();

  expect(await asking).toMatchObject({ status: 'anonymous', unfinishedLogout: { kind: 'offline' } });
  expect((await opening).getState()).toMatchObject({ status: 'unreachable' });
});

test('a login isn’t cut off by a late answer that names who has logged out', async () => {
  const [first, second] = [await open(), await open()];
  const { cookie } = await app.loggedIn(ada);
  browser.cookie = cookie;
  await first.refresh();
  const late = browser.hold('Viewer');
  const asking = second.refresh();
  await late.arrived;
  isAway = true;
  await first.logout();
  isAway = false;
  const step = browser.hold('Login');
  const login = second.login(credentials);
  await step.arrived;
  late.release();
  await asking;
  step.release();

  expect(await login).toMatchObject({ data: { __typename: 'LoginSuccess' } });
  expect(second.getState()).toMatchObject({ status: 'signedIn' });
});

test('a signup after an owed logout finds nobody signed in', async () => {
  const auth = await open();
  await auth.login(credentials);
  isAway = true;
  await auth.logout();
  isAway = false;

  const { password, ...person } = grace;
  const { data } = await auth.signup({ ...person, password, passwordConfirmation: password });

  expect(data?.__typename).toBe('SignupSuccess');
  expect(await whoseCookie()).toBe('grace');
});

test('a login that fails leaves the logout owed', async () => {
  const auth = await open();
  await auth.login(credentials);
  isAway = true;
  await auth.logout();
  await auth.login(credentials);
  isAway = false;

  await auth.refresh();

  expect(await whoseCookie()).toBeNull();
});

test('the mark in the storage tells nothing of anybody, and is gone with the logout', async () => {
  const auth = await open();
  const { texts } = window.localStorage as unknown as ReturnType<typeof createStorage>;
  await auth.login(credentials);
  isAway = true;
  await auth.logout();
  expect([...texts]).toEqual([[`gatehouse:logout:${app.url}/graphql`, 'owed']]);
  isAway = false;
  await auth.refresh();
  expect([...texts]).toEqual([]);
});

test('a browser that blocks its storage logs out all the same', async () => {
  const blocked = Object.defineProperty(new EventTarget(), 'localStorage', {
    get() {
      throw new DOMException('Denied', 'SecurityError');
    },
  });
  vi.stubGlobal('window', blocked);
  const auth = await open();
  await auth.login(credentials);
  expect(await auth.logout()).toEqual({ data: true, error: null });
  expect(await whoseCookie()).toBeNull();
});

test('a browser whose storage is full logs out all the same, and keeps the mark as long as the page', async () => {
  const auth = await open();
  await auth.login(credentials);
  vi.spyOn(window.localStorage, 'setItem').mockImplementation(() => {
    throw new DOMException('Full', 'QuotaExceededError');
  });
  isAway = true;
  expect(await auth.logout()).toMatchObject({ error: { kind: 'offline' } });
  expect(auth.getState()).toMatchObject({ status: 'anonymous', unfinishedLogout: { kind: 'offline' } });
  isAway = false;

  await auth.refresh();

  expect(await whoseCookie()).toBeNull();
});

test('a logout that the server refuses isn’t owed: the page says so, and goes on', async () => {
  const auth = await open();
  await auth.login(credentials);
  const refuses = createAuthClient({
    url: `${app.url}/graphql`,
    fetch: (input, init) =>
      String(init?.body).includes('mutation Logout')
        ? Promise.resolve(new Response('{"errors":[{"message":"No.","extensions":{"code":"X"}}]}', JSON_ANSWER))
        : browser.fetch(input, init),
  });
  await refuses.refresh();

  expect(await refuses.logout()).toMatchObject({ error: { kind: 'unexpected' } });
  expect(await refuses.refresh()).toMatchObject({ status: 'signedIn', viewer: { username: 'ada' } });
});

const JSON_ANSWER = { headers: { 'content-type': 'application/json' } };

test('a logout that is owed isn’t done in the middle of somebody’s login', async () => {
  const auth = await open();
  await app.signedUp(grace);
  await auth.login(credentials);
  lost = 'Logout';
  await auth.logout();
  const step = browser.hold('Login');
  const login = auth.login({ username: grace.username, password: grace.password });
  await step.arrived;
  lost = null;
  const asked = auth.refresh();
  step.release();
  await asked;

  expect((await login).data?.__typename).toBe('LoginSuccess');
  expect(await whoseCookie()).toBe('grace');
});
