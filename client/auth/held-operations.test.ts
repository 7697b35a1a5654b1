import { gql } from '@urql/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ada, grace } from '../../server/test/people.ts';
import { startTestApp, type TestApp } from '../../server/test/test-app.ts';
import { type BrowserFetch, createBrowserFetch } from '../test/browser-fetch.ts';
import type { AuthClient } from './auth-client.ts';
import { createAuthClient } from './create-auth-client.ts';

const credentials = { username: ada.username, password: ada.password };
const HOUR = 60 * 60 * 1000;

let app: TestApp;
let browser: BrowserFetch;
let auth: AuthClient;

beforeEach(async () => {
  app = await startTestApp();
  browser = createBrowserFetch();
  auth = createAuthClient({ url: `${app.url}/graphql`, fetch: browser.fetch });
  await app.signedUp(ada);
  await auth.login(credentials);
});
afterEach(() => app[Symbol.asyncDispose]());

/** Waits until as many operations are held. */
function holds(count: number): Promise<void> {
  return expect.poll(() => auth.getState().held).toBe(count);
}

function sent(operation: string): number {
  return browser.sent.filter((one) => one.operation === operation).length;
}

test('a mutation that a lost session refused is sent again after the login, and its caller gets the answer', async () => {
  browser.cookie = null;
  const saving = auth.updateProfile({ firstName: 'Augusta', lastName: 'King' });
  await holds(1);
  expect(auth.getState()).toMatchObject({ status: 'signedIn', sessionEnded: true, viewer: { firstName: 'Ada' } });
  const { client, generation } = auth.getState();

  await auth.login(credentials);

  expect(await saving).toMatchObject({ data: { user: { firstName: 'Augusta', lastName: 'King' } }, error: null });
  expect(auth.getState()).toMatchObject({ sessionEnded: false, held: 0, generation, viewer: { firstName: 'Augusta' } });
  expect(auth.getState().client).toBe(client);
  expect(sent('UpdateProfile')).toBe(2);
});

test('queries wait, too, and everything goes on in the order in which it was refused', async () => {
  browser.cookie = null;
  const done: string[] = [];
  const note = (name: string) => () => void done.push(name);
  const MINE = gql('query Mine { mySessions { id } }');
  const all = [
    auth.updateProfile({ firstName: 'Augusta' }).then(note('first')),
    auth.getState().client.query(MINE, {}).toPromise().then(note('query')),
    auth.updateProfile({ lastName: 'King' }).then(note('last')),
  ];
  await holds(3);
  expect(done).toEqual([]);

  await auth.login(credentials);
  await Promise.all(all);

  expect(await auth.refresh()).toMatchObject({ held: 0, viewer: { firstName: 'Augusta', lastName: 'King' } });
});

test('a query that nobody waits for any more is forgotten', async () => {
  browser.cookie = null;
  const MINE = gql('query Mine { mySessions { id } }');
  const { unsubscribe } = auth
    .getState()
    .client.query(MINE, {})
    .subscribe(() => undefined);
  await holds(1);

  unsubscribe();

  await holds(0);
});

test('a login of somebody else drops what is held before the client is another one, and does nothing of it', async () => {
  const reader = await app.signedUp(grace);
  browser.cookie = null;
  const saving = auth.updateProfile({ firstName: 'Augusta' });
  const own = auth.getState().client.mutation(gql('mutation Own { updateProfile(input: {}) { __typename } }'), {});
  const refusal = own.toPromise();
  await holds(2);

  await auth.login({ username: grace.username, password: grace.password });

  expect(await saving).toMatchObject({ data: null, error: { kind: 'viewerChanged' } });
  expect((await refusal).error?.graphQLErrors[0]?.extensions.code).toBe('VIEWER_CHANGED');
  expect(auth.getState()).toMatchObject({ held: 0, sessionEnded: false, viewer: { username: 'grace' } });
  expect(await reader.me()).toMatchObject({ firstName: 'Grace' });
  expect(sent('UpdateProfile')).toBe(1);
});

test('dismissed, the callers get the server’s refusal, and the page forgets who was signed in', async () => {
  browser.cookie = null;
  const { generation } = auth.getState();
  const saving = auth.updateProfile({ firstName: 'Augusta' });
  await holds(1);

  auth.dismiss();

  expect(auth.getState()).toMatchObject({ status: 'anonymous', left: 'expiry', held: 0, generation: generation + 1 });
  expect(await saving).toMatchObject({ data: null, error: { kind: 'sessionEnded' } });
});

test('a login that gets lost, and any other look at who is there, keeps everything waiting', async () => {
  auth = openLosing('Login');
  await auth.refresh();
  browser.cookie = null;
  const saving = auth.updateProfile({ firstName: 'Augusta' });
  await holds(1);

  expect(await auth.login(credentials)).toMatchObject({ error: { kind: 'offline' } });
  expect(await auth.refresh()).toMatchObject({ status: 'signedIn', sessionEnded: true, held: 1 });

  await auth.login(credentials);
  expect((await saving).data?.__typename).toBe('UpdateProfileSuccess');
});

/** A page of the same browser whose first request of an operation doesn't reach the server. */
function openLosing(operation: string): AuthClient {
  let isLost = false;
  return createAuthClient({
    url: `${app.url}/graphql`,
    fetch: (input, init) => {
      if (!isLost && String(init?.body).includes(`mutation ${operation}`)) {
        isLost = true;
        return Promise.reject(new TypeError('Failed to fetch'));
      }
      return browser.fetch(input, init);
    },
  });
}

test('a wrong password at the login keeps everything waiting', async () => {
  browser.cookie = null;
  const saving = auth.updateProfile({ firstName: 'Augusta' });
  await holds(1);

  expect((await auth.login({ ...credentials, password: 'wrong' })).data?.__typename).toBe('InvalidCredentials');
  expect(auth.getState()).toMatchObject({ held: 1, sessionEnded: true });

  await auth.login(credentials);
  expect((await saving).data?.__typename).toBe('UpdateProfileSuccess');
});

test('a logout refuses what is held', async () => {
  browser.cookie = null;
  const saving = auth.updateProfile({ firstName: 'Augusta' });
  await holds(1);

  await auth.logout();

  expect(await saving).toMatchObject({ error: { kind: 'viewerChanged' } });
  expect(auth.getState()).toMatchObject({ status: 'anonymous', held: 0 });
});

test('a session that ends again in between is asked for again, and nothing is lost', async () => {
  browser.cookie = null;
  const saving = auth.updateProfile({ firstName: 'Augusta' });
  await holds(1);
  const step = browser.hold('Viewer');
  const login = auth.login(credentials);
  await step.arrived;
  browser.cookie = null;
  step.release();
  await login;
  await holds(1);
  expect(auth.getState()).toMatchObject({ sessionEnded: true });

  await auth.login(credentials);

  expect((await saving).data?.__typename).toBe('UpdateProfileSuccess');
});

test('an anonymous visitor’s operation is refused at once: nobody has lost a session', async () => {
  await auth.logout();
  expect(await auth.updateProfile({ firstName: 'Augusta' })).toMatchObject({ error: { kind: 'sessionEnded' } });
  expect(auth.getState()).toMatchObject({ status: 'anonymous', held: 0 });
});

test('an app that asks for no login can have its refusals at once', async () => {
  const plain = createAuthClient({ url: `${app.url}/graphql`, fetch: browser.fetch, holdsRefused: false });
  await plain.refresh();
  browser.cookie = null;

  expect(await plain.updateProfile({ firstName: 'Augusta' })).toMatchObject({ error: { kind: 'sessionEnded' } });
  expect(plain.getState()).toMatchObject({ sessionEnded: true, held: 0 });
});

test('what the first answer left undone is done once: a double submit that is held is one operation', async () => {
  browser.cookie = null;
  const both = [auth.updateProfile({ firstName: 'Augusta' }), auth.updateProfile({ firstName: 'Augusta' })];
  await holds(1);
  await auth.login(credentials);

  const [first, second] = await Promise.all(both);
  expect(first).toBe(second);
  expect(sent('UpdateProfile')).toBe(2);
});

test('a change of the e-mail that wants the password waits for it, and goes on with it', async () => {
  app.advance(HOUR);
  const saving = auth.updateProfile({ email: 'countess@example.com', firstName: 'Augusta' });
  await holds(1);
  expect(auth.getState()).toMatchObject({ sessionEnded: false });

  expect(await auth.confirmPassword({ password: 'wrong' })).toMatchObject({
    data: { __typename: 'InvalidCredentials' },
  });
  expect(auth.getState()).toMatchObject({ held: 1 });
  expect(await auth.confirmPassword({ password: ada.password })).toEqual({
    data: { __typename: 'PasswordConfirmed' },
    error: null,
  });

  expect(await saving).toMatchObject({ data: { user: { email: 'countess@example.com', firstName: 'Augusta' } } });
  expect(auth.getState()).toMatchObject({ held: 0, viewer: { email: 'countess@example.com' } });
});

test('too many attempts at the password are told, and the change still waits', async () => {
  await app[Symbol.asyncDispose]();
  app = await startTestApp({ keep: true, limits: { loginAccount: { count: 1, seconds: 900 } } });
  auth = createAuthClient({ url: `${app.url}/graphql`, fetch: browser.fetch });
  await auth.refresh();
  app.advance(HOUR);
  const saving = auth.updateProfile({ email: 'countess@example.com' });
  await holds(1);

  await auth.confirmPassword({ password: 'wrong' });
  const { data } = await auth.confirmPassword({ password: ada.password });

  expect(data).toMatchObject({ __typename: 'TooManyAttempts', retryAfterSeconds: expect.any(Number) });
  auth.dismiss();
  expect((await saving).data).toMatchObject({ issues: [{ code: 'CURRENT_PASSWORD_REQUIRED' }] });
  expect(auth.getState()).toMatchObject({ status: 'signedIn', sessionEnded: false, held: 0 });
});

test('two changes that want the password go on with one', async () => {
  app.advance(HOUR);
  const both = [
    auth.updateProfile({ email: 'one@example.com' }),
    auth.updateProfile({ email: 'two@example.com', lastName: 'King' }),
  ];
  await holds(2);

  await auth.confirmPassword({ password: ada.password });

  const answers = await Promise.all(both);
  expect(answers.map(({ data }) => data?.__typename)).toEqual(['UpdateProfileSuccess', 'UpdateProfileSuccess']);
});

test('a change that is dismissed while it is sent with the password is answered with what came of it', async () => {
  app.advance(HOUR);
  const saving = auth.updateProfile({ email: 'countess@example.com' });
  const { confirming, release } = await confirmsSlowly(ada.password);
  auth.dismiss();
  expect(auth.getState().held).toBe(0);
  release();

  expect(await saving).toMatchObject({ data: { __typename: 'UpdateProfileSuccess' } });
  expect(await confirming).toMatchObject({ data: { __typename: 'PasswordConfirmed' } });
  expect(auth.getState().viewer?.email).toBe('countess@example.com');
});

test('a change that is dismissed while a wrong password is checked waits no longer', async () => {
  app.advance(HOUR);
  const saving = auth.updateProfile({ email: 'countess@example.com' });
  const { confirming, release } = await confirmsSlowly('wrong');
  auth.dismiss();
  release();

  expect(await confirming).toMatchObject({ data: { __typename: 'InvalidCredentials' } });
  expect(await saving).toMatchObject({ data: { __typename: 'InvalidCredentials' } });
  expect(auth.getState().held).toBe(0);
});

test('a logout while a change is sent with the password leaves nobody waiting', async () => {
  app.advance(HOUR);
  const saving = auth.updateProfile({ email: 'countess@example.com' });
  const { confirming } = await confirmsSlowly(ada.password);
  await auth.logout();

  expect(await saving).toMatchObject({ error: { kind: 'viewerChanged' } });
  expect(await confirming).toMatchObject({ error: { kind: 'offline' } });
  expect(auth.getState()).toMatchObject({ status: 'anonymous', held: 0 });
});

test('a password that is given twice at once sends what waits for it once', async () => {
  app.advance(HOUR);
  const saving = auth.updateProfile({ email: 'countess@example.com' });
  await holds(1);
  const { password } = ada;
  await Promise.all([auth.confirmPassword({ password }), auth.confirmPassword({ password })]);

  expect((await saving).data?.__typename).toBe('UpdateProfileSuccess');
  expect(sent('UpdateProfile')).toBe(2);
});

test('a server that wants the password in spite of it is its caller’s to hear, and isn’t asked again and again', async () => {
  const issues = [{ field: 'currentPassword', code: 'CURRENT_PASSWORD_REQUIRED', message: 'Enter it.' }];
  const wanted = { data: { updateProfile: { __typename: 'ValidationFailed', message: 'No.', issues } } };
  auth = createAuthClient({
    url: `${app.url}/graphql`,
    fetch: async (...request) => {
      const response = await browser.fetch(...request);
      return String(request[1]?.body).includes('UpdateProfile') ? Response.json(wanted) : response;
    },
  });
  await auth.refresh();
  const saving = auth.updateProfile({ email: 'countess@example.com' });
  await holds(1);

  await auth.confirmPassword({ password: ada.password });

  expect((await saving).data?.__typename).toBe('ValidationFailed');
  expect(sent('UpdateProfile')).toBe(2);
});

/** Gives the password for what is held; the answer is under way until it is released. */
async function confirmsSlowly(password: string) {
  await holds(1);
  const { arrived, release } = browser.hold('UpdateProfile');
  const confirming = auth.confirmPassword({ password });
  await arrived;
  return { confirming, release };
}

test('a password that is wanted beside other corrections isn’t asked for yet', async () => {
  app.advance(HOUR);
  expect(await auth.updateProfile({ email: 'not an address' })).toMatchObject({
    data: { __typename: 'ValidationFailed' },
  });
  expect(auth.getState()).toMatchObject({ held: 0 });
});

test('a mutation of two fields isn’t sent again for a password, because the other one has run', async () => {
  app.advance(HOUR);
  const two = gql(`mutation Two($input: UpdateProfileInput!) {
    first: revokeSession(id: "none") { __typename }
    second: updateProfile(input: $input) { __typename ... on ValidationFailed { issues { field code } } }
  }`);
  const { data } = await auth
    .getState()
    .client.mutation(two, { input: { email: 'a@example.com' } })
    .toPromise();

  expect(data).toMatchObject({ second: { issues: [{ code: 'CURRENT_PASSWORD_REQUIRED' }] } });
  expect(auth.getState()).toMatchObject({ held: 0 });
});

test('a session that ends while the password is asked for becomes a login, which proves it', async () => {
  app.advance(HOUR);
  const saving = auth.updateProfile({ email: 'countess@example.com' });
  await holds(1);
  browser.cookie = null;
  const [confirmed] = await Promise.all([auth.confirmPassword({ password: ada.password }), holdsForLogin()]);
  expect(confirmed).toMatchObject({ error: { kind: 'sessionEnded' } });

  await auth.login(credentials);

  expect(await saving).toMatchObject({ data: { user: { email: 'countess@example.com' } } });
});

function holdsForLogin(): Promise<void> {
  return expect.poll(() => auth.getState()).toMatchObject({ held: 1, sessionEnded: true });
}

test('a service that can’t check the password says so to both, and the change is its caller’s again', async () => {
  app.advance(HOUR);
  const saving = auth.updateProfile({ email: 'countess@example.com' });
  await holds(1);
  await app[Symbol.asyncDispose]();

  expect(await auth.confirmPassword({ password: ada.password })).toMatchObject({ error: { kind: 'offline' } });
  expect(await saving).toMatchObject({ error: { kind: 'offline' } });
  expect(auth.getState().held).toBe(0);
  app = await startTestApp();
});
