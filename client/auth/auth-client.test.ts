import { gql } from '@urql/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ada, grace, type Person } from '../../server/test/people.ts';
import { startTestApp, type TestApp } from '../../server/test/test-app.ts';
import { type BrowserFetch, createBrowserFetch } from '../test/browser-fetch.ts';
import type { AuthClient } from './auth-client.ts';
import { createAuthClient } from './create-auth-client.ts';

const NAMES = gql<{ me: { username: string } | null }>('query Names { me { username } }');

const credentials = { username: ada.username, password: ada.password };
const signupInput = ({ password, ...person } = ada) => ({ ...person, password, passwordConfirmation: password });

let app: TestApp;
let browser: BrowserFetch;
let auth: AuthClient;

beforeEach(async () => {
  app = await startTestApp();
  browser = createBrowserFetch();
  auth = open(browser);
});
afterEach(() => app[Symbol.asyncDispose]());

/** A page of its own in a browser. */
function open({ fetch }: BrowserFetch): AuthClient {
  return createAuthClient({ url: `${app.url}/graphql`, fetch });
}

test('nothing is sent before somebody listens', async () => {
  expect(auth.getState()).toMatchObject({ status: 'loading', viewer: null });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(browser.sent).toEqual([]);

  const stop = auth.subscribe(() => undefined);
  await expect.poll(() => auth.getState().status).toBe('anonymous');
  stop();
  expect(browser.sent).toEqual([{ method: 'POST', operation: 'Viewer' }]);
});

test('the story of an account, from signing up to deletion', async () => {
  expect(await auth.signup(signupInput())).toMatchObject({ data: { __typename: 'SignupSuccess' }, error: null });
  expect(auth.getState()).toMatchObject({ status: 'signedIn', viewer: { username: 'ada', email: ada.email } });

  const reloaded = open(browser);
  expect(await reloaded.refresh()).toMatchObject({ viewer: { username: 'ada' } });

  expect(await auth.updateProfile({ firstName: 'Augusta' })).toMatchObject({
    data: { user: { firstName: 'Augusta', lastName: 'Lovelace' } },
  });
  expect(auth.getState().viewer?.firstName).toBe('Augusta');

  const newPassword = 'staple paper clip';
  await auth.changePassword({ currentPassword: ada.password, newPassword, newPasswordConfirmation: newPassword });
  expect(await auth.logout()).toEqual({ data: true, error: null });
  expect(auth.getState()).toMatchObject({ status: 'anonymous', viewer: null, left: 'logout' });
  expect(await auth.logout()).toEqual({ data: false, error: null });

  expect((await auth.login({ username: 'ada', password: ada.password })).data?.__typename).toBe('InvalidCredentials');
  expect((await auth.login({ username: 'ada', password: newPassword })).data?.__typename).toBe('LoginSuccess');
  expect((await auth.deleteAccount({ password: newPassword })).data?.__typename).toBe('DeleteAccountSuccess');
  expect(auth.getState()).toMatchObject({ status: 'anonymous', left: 'deletion' });
  expect(browser.sent.map(({ method }) => method)).not.toContain('GET');
});

test('the client stays while the viewer is the same, and is another one when the viewer changes', async () => {
  await auth.refresh();
  const anonymous = auth.getState().client;
  await auth.signup(signupInput());
  const adas = auth.getState().client;
  await auth.updateProfile({ lastName: 'King' });
  await auth.login(credentials);
  expect(auth.getState().client).toBe(adas);

  await logInElsewhere(grace);
  await auth.refresh();
  const graces = auth.getState().client;
  expect(auth.getState().viewer?.username).toBe('grace');
  await auth.logout();

  expect(new Set([anonymous, adas, graces, auth.getState().client]).size).toBe(4);
});

test('a new client knows nothing of what the last one was answered', async () => {
  await auth.signup(signupInput());
  const first = auth.getState().client;
  await first.query(NAMES, {}).toPromise();
  expect(first.readQuery(NAMES, {})?.data?.me?.username).toBe('ada');

  await auth.logout();

  expect(auth.getState().client.readQuery(NAMES, {})).toBeNull();
});

test('an answer that is under way when its viewer leaves is dropped', async () => {
  await auth.signup(signupInput());
  const profile = browser.hold('UpdateProfile');
  const names = browser.hold('Names');
  const saving = auth.updateProfile({ firstName: 'Augusta' });
  const reading = auth.getState().client.query(NAMES, {}).toPromise();
  await Promise.all([profile.arrived, names.arrived]);

  await auth.logout();
  profile.release();
  names.release();

  expect(await saving).toMatchObject({ data: null, error: { kind: 'viewerChanged' } });
  expect((await reading).data).toBeUndefined();
  expect(auth.getState()).toMatchObject({ status: 'anonymous', viewer: null });
});

test('an answer to who is signed in that a login has overtaken changes nothing', async () => {
  await app.signedUp(ada);
  const late = browser.hold('Viewer');
  // The answer is nobody; it is under way while the very first login of the page goes through.
  const asking = auth.refresh();
  await late.arrived;
  await auth.login(credentials);
  late.release();

  expect((await asking).viewer?.username).toBe('ada');
  expect(auth.getState()).toMatchObject({ status: 'signedIn', sessionEnded: false });
});

test('a double submit is one request, and both callers get its answer', async () => {
  const outcomes = await Promise.all([auth.signup(signupInput()), auth.signup(signupInput())]);

  expect(outcomes[0]).toBe(outcomes[1]);
  expect(outcomes[0].data?.__typename).toBe('SignupSuccess');
  expect(browser.sent.filter(({ operation }) => operation === 'Signup')).toHaveLength(1);
});

test('a session that has ended elsewhere keeps the client, and a login of the same person goes on with it', async () => {
  await auth.signup(signupInput());
  const { client } = auth.getState();
  const elsewhere = open(createBrowserFetch());
  await elsewhere.login(credentials);
  const newPassword = 'staple paper clip';
  await elsewhere.changePassword({
    currentPassword: ada.password,
    newPassword,
    newPasswordConfirmation: newPassword,
  });

  const saving = auth.updateProfile({ firstName: 'Augusta' });
  await expect.poll(() => auth.getState()).toMatchObject({ sessionEnded: true, viewer: { firstName: 'Ada' } });

  await auth.login({ username: 'ada', password: newPassword });
  expect(await saving).toMatchObject({ data: { user: { firstName: 'Augusta' } } });
  expect(auth.getState().client).toBe(client);
  expect(auth.getState()).toMatchObject({ sessionEnded: false });
});

test('an operation of one’s own that is refused tells of the end of the session, too', async () => {
  await auth.signup(signupInput());
  browser.cookie = null;

  const own = gql('mutation Own { updateProfile(input: {}) { __typename } }');
  void auth.getState().client.mutation(own, {}).toPromise();

  await expect.poll(() => auth.getState()).toMatchObject({ sessionEnded: true, held: 1 });
});

test('a browser that keeps no cookie is told so, instead of a success that isn’t one', async () => {
  const blocked = open(createBrowserFetch({ keepsCookies: false }));
  await blocked.refresh();

  expect(await blocked.signup(signupInput())).toMatchObject({ data: null, error: { kind: 'cookieBlocked' } });
  expect(blocked.getState()).toMatchObject({ status: 'anonymous' });
});

test('the policy is asked for once for each viewer, and a password is compared with it', async () => {
  const [first, second] = [await auth.passwordPolicy(), await auth.passwordPolicy()];
  expect(first.data?.rules[0]).toMatchObject({ code: 'PASSWORD_TOO_SHORT', limit: 8 });
  expect(second).toEqual(first);
  expect(browser.sent.filter(({ operation }) => operation === 'PasswordPolicy')).toHaveLength(1);

  const { data } = await auth.checkPassword({ password: 'lovelace', lastName: 'Lovelace' });
  expect(data).toMatchObject({ unmet: [{ field: 'password', code: 'PASSWORD_TOO_SIMILAR' }] });
  expect(browser.sent.map(({ method }) => method)).not.toContain('GET');
});

test('a policy that can’t be had is an error, and nothing throws', async () => {
  await app[Symbol.asyncDispose]();
  const impatient = createAuthClient({ url: `${app.url}/graphql`, queryAttempts: 1 });
  expect(await impatient.passwordPolicy()).toMatchObject({ data: null, error: { kind: 'offline' } });
  app = await startTestApp();
});

test('a signup beside a session that another tab has begun finds that session', async () => {
  await auth.refresh();
  await logInElsewhere(grace);

  expect((await auth.signup(signupInput())).data?.__typename).toBe('AlreadyLoggedIn');
  expect(auth.getState()).toMatchObject({ viewer: { username: 'grace' } });
});

/** Somebody else signs in, in another tab of this browser. */
async function logInElsewhere(person: Person): Promise<void> {
  browser.cookie = (await app.signedUp(person)).cookie;
}

test('a logout during the last step of a login stays a logout', async () => {
  await auth.signup(signupInput());
  const step = browser.hold('Viewer');
  const login = auth.login(credentials);
  await step.arrived;

  await auth.logout();
  step.release();

  expect(await login).toMatchObject({ error: { kind: 'viewerChanged' } });
  expect(auth.getState()).toMatchObject({ status: 'anonymous', left: 'logout' });
});

test('of two questions the later one is believed, whichever answer comes first', async () => {
  browser.cookie = (await app.signedUp(grace)).cookie;
  const [first, second] = [browser.hold('Viewer'), auth.refresh()];
  await first.arrived;
  browser.cookie = null;
  const later = auth.refresh();
  await later;
  first.release();
  await second;

  expect(auth.getState()).toMatchObject({ status: 'anonymous' });
});

test('a later question that the answer to an earlier one cuts off is asked again', async () => {
  const { cookie } = await app.signedUp(ada);
  await auth.signup(signupInput(grace));
  const graces = browser.cookie;
  browser.cookie = cookie;
  const [first, asking] = [browser.hold('Viewer'), auth.refresh()];
  await first.arrived;
  browser.cookie = graces;
  const [second, later] = [browser.hold('Viewer'), auth.refresh()];
  await second.arrived;
  first.release();
  await Promise.all([asking, later]);

  expect(auth.getState()).toMatchObject({ status: 'signedIn', viewer: { username: 'grace' } });
});

test('what one person’s page still waits for isn’t the answer to the next one’s', async () => {
  const busy = new Response('{}', { status: 503, headers: { 'content-type': 'application/json', 'retry-after': '5' } });
  const answers = [busy];
  const fetchBusy: typeof fetch = async (input, init) =>
    (String(init?.body).includes('PasswordPolicy') && answers.pop()) || browser.fetch(input, init);
  const page = open({ ...browser, fetch: fetchBusy });
  await page.signup(signupInput());
  void page.passwordPolicy();
  await expect.poll(() => answers).toEqual([]);
  await page.logout();

  expect(await page.passwordPolicy()).toMatchObject({ error: null });
});

test('an operation whose refusal comes after a login is sent again at once, and nobody is asked anything', async () => {
  await auth.signup(signupInput());
  const { cookie } = browser;
  browser.cookie = null;
  const old = browser.hold('Own');
  const own = gql('mutation Own { updateProfile(input: {}) { __typename } }');
  const refused = auth.getState().client.mutation(own, {}).toPromise();
  await old.arrived;
  browser.cookie = cookie;
  await auth.login(credentials);
  old.release();

  expect((await refused).data).toMatchObject({ updateProfile: { __typename: 'UpdateProfileSuccess' } });
  expect(auth.getState()).toMatchObject({ status: 'signedIn', sessionEnded: false, held: 0 });
});

test('the client is a new one also when somebody logs out before it was known who was there', async () => {
  browser.cookie = (await app.signedUp(grace)).cookie;
  const unknown = auth.getState().client;
  await unknown.query(NAMES, {}).toPromise();

  await auth.logout();

  expect(auth.getState().client.readQuery(NAMES, {})).toBeNull();
});

test('an operation that is meant for one person isn’t done to another, and the page learns who is there', async () => {
  await auth.signup(signupInput());
  await logInElsewhere(grace);

  expect(await auth.updateProfile({ firstName: 'Ada' })).toMatchObject({ error: { kind: 'viewerChanged' } });

  await expect.poll(() => auth.getState().viewer?.username).toBe('grace');
  expect(auth.getState().viewer?.firstName).toBe('Grace');
});

test('a login whose answer was lost is found out', async () => {
  await auth.refresh();
  const { cookie } = await app.signedUp(ada);
  const lost: BrowserFetch = {
    ...browser,
    fetch: async (input, init) => {
      if (String(init?.body).includes('mutation Login')) {
        browser.cookie = cookie;
        throw new TypeError('Failed to fetch');
      }
      return browser.fetch(input, init);
    },
  };
  const page = open(lost);
  await page.refresh();

  expect(await page.login(credentials)).toMatchObject({ error: { kind: 'offline' } });

  await expect.poll(() => page.getState().viewer?.username).toBe('ada');
});
