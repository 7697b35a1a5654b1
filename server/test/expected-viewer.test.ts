import { expect, test } from 'vitest';
import { ada, grace } from './people.ts';
import { startTestApp } from './test-app.ts';

const RENAME = 'mutation { updateProfile(input: { firstName: "Renamed" }) { __typename } }';

test('an operation that is meant for somebody else is refused, and nothing of it runs', async () => {
  await using app = await startTestApp();
  const browser = await app.signedUp(ada);
  const { id } = (await (await app.signedUp(grace)).me()) ?? {};

  const response = await browser.post(JSON.stringify({ query: RENAME, extensions: { viewer: id } }));

  expect(response.status).toBe(403);
  const { data, errors } = await response.json();
  expect([data, errors[0].extensions.code]).toEqual([undefined, 'VIEWER_CHANGED']);
  expect(await browser.me()).toMatchObject({ firstName: 'Ada' });
});

test('one that is meant for the viewer runs, and so does one that needs nobody', async () => {
  await using app = await startTestApp();
  const browser = await app.signedUp(ada);
  const { id } = (await browser.me()) ?? {};

  const own = await browser.post(JSON.stringify({ query: RENAME, extensions: { viewer: id } }));
  expect(await own.json()).toMatchObject({ data: { updateProfile: { __typename: 'UpdateProfileSuccess' } } });
  const open = await browser.post(JSON.stringify({ query: '{ me { id } }', extensions: { viewer: 'somebody' } }));
  expect(await open.json()).toEqual({ data: { me: { id } } });
});

test('without a session the answer is UNAUTHENTICATED, whomever it is meant for', async () => {
  await using app = await startTestApp();
  const response = await app.visitor().post(JSON.stringify({ query: RENAME, extensions: { viewer: 'somebody' } }));
  expect((await response.json()).errors[0].extensions.code).toBe('UNAUTHENTICATED');
});

test('what is no text says for nobody', async () => {
  await using app = await startTestApp();
  const response = await app.visitor().post(JSON.stringify({ query: RENAME, extensions: { viewer: { id: 1 } } }));
  expect([response.status, (await response.json()).errors[0].extensions.code]).toEqual([400, 'BAD_REQUEST']);
});
