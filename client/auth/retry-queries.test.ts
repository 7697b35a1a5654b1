import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAuthClient } from './create-auth-client.ts';

const POLICY = JSON.stringify({ data: { passwordPolicy: { __typename: 'PasswordPolicy', rules: [] } } });
const BUSY = JSON.stringify({ errors: [{ message: 'Busy.', extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
const JSON_TYPE = { 'content-type': 'application/json' };
const INPUT = { username: 'ada', password: 'correct horse' };

/** When the server was asked, in milliseconds. */
let askedAt: number[];
let answer: (nth: number) => { status: number; headers?: Record<string, string>; body: string } | 'hang up';
let url: string;
let close: () => void;

beforeEach(async () => {
  // No randomness: the shortest pauses.
  vi.spyOn(Math, 'random').mockReturnValue(0);
  askedAt = [];
  const server = createServer((request, response) => {
    askedAt.push(performance.now());
    const given = answer(askedAt.length);
    if (given === 'hang up') {
      request.socket.destroy();
    } else {
      response.writeHead(given.status, { ...JSON_TYPE, ...given.headers }).end(given.body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  close = () => {
    server.closeAllConnections();
    server.close();
  };
});
afterEach(() => close());

const busy = (headers?: Record<string, string>) => ({ status: 503, body: BUSY, headers });
const served = { status: 200, body: POLICY };

test('a query is sent again while the network is lost or the service is busy, and its caller never knows', async () => {
  answer = (nth) => [busy({ 'retry-after': '0' }), 'hang up' as const][nth - 1] ?? served;
  expect(await createAuthClient({ url }).passwordPolicy()).toMatchObject({ data: { rules: [] }, error: null });
  expect(askedAt).toHaveLength(3);
});

test('a query waits as long as the service has said', async () => {
  answer = (nth) => (nth === 1 ? busy({ 'retry-after': '2' }) : served);
  await createAuthClient({ url }).passwordPolicy();
  const [first = 0, second = 0] = askedAt;
  expect(second - first).toBeGreaterThanOrEqual(2000);
});

test('a service that wants to be left alone for longer is, and the caller is told for how long', async () => {
  answer = () => busy({ 'retry-after': '120' });
  expect(await createAuthClient({ url }).passwordPolicy()).toMatchObject({ error: { retryAfterSeconds: 120 } });
  expect(askedAt).toHaveLength(1);
});

test('a query that is in vain is answered in the end', async () => {
  answer = () => 'hang up';
  const auth = createAuthClient({ url, queryAttempts: 3 });
  expect(await auth.passwordPolicy()).toMatchObject({ error: { kind: 'offline' } });
  expect(askedAt).toHaveLength(3);
});

test.each(['hang up' as const, busy({ 'retry-after': '0' })])(
  'a mutation is sent once, whatever comes of it',
  async (trouble) => {
    answer = () => trouble;
    expect((await createAuthClient({ url }).updateProfile({ firstName: 'Ada' })).data).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(askedAt).toHaveLength(1);
  },
);

test('a mistake is nothing to try again', async () => {
  answer = () => ({ status: 200, body: JSON.stringify({ errors: [{ message: 'No.', extensions: { code: 'X' } }] }) });
  expect(await createAuthClient({ url }).passwordPolicy()).toMatchObject({ error: { kind: 'unexpected', code: 'X' } });
  expect(askedAt).toHaveLength(1);
});

test('who is signed in is answered at once where the server can’t say', async () => {
  answer = () => busy({ 'retry-after': '1' });
  expect(await createAuthClient({ url }).refresh()).toMatchObject({ status: 'unreachable' });
  expect(askedAt).toHaveLength(1);
});

test('a login whose answer was lost isn’t tried again; the server is asked what has become of it', async () => {
  answer = (nth) => (nth === 1 ? 'hang up' : { status: 200, body: '{"data":{"me":null}}' });
  expect(await createAuthClient({ url }).login(INPUT)).toMatchObject({ error: { kind: 'offline' } });
  await expect.poll(() => askedAt.length).toBe(2);
});
