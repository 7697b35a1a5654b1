import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createAuthClient } from './create-auth-client.ts';

let closeServer: () => void = () => undefined;
afterEach(() => closeServer());

/** A server that answers as a service in trouble, or a proxy before it, would. */
async function answering(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closeServer = () => {
    server.closeAllConnections();
    server.close();
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

const INPUT = { username: 'ada', password: 'correct horse', passwordConfirmation: 'correct horse' };

function graphqlError(code: string, more: object = {}): string {
  return JSON.stringify({ errors: [{ message: 'From the server.', extensions: { code, ...more } }] });
}

const JSON_TYPE = { 'content-type': 'application/json' };

test.each<[string, number, Record<string, string>, string, object]>([
  [
    'a store’s fault',
    503,
    { ...JSON_TYPE, 'retry-after': '2' },
    graphqlError('SERVICE_UNAVAILABLE'),
    { kind: 'unavailable', retryAfterSeconds: 2, accountCreated: false, passwordChanged: false },
  ],
  [
    'an account without a session',
    503,
    JSON_TYPE,
    graphqlError('SERVICE_UNAVAILABLE', { accountCreated: true }),
    { kind: 'unavailable', retryAfterSeconds: 5, accountCreated: true },
  ],
  [
    'a proxy without the service',
    502,
    { 'content-type': 'text/html' },
    '<h1>Bad gateway</h1>',
    { kind: 'unavailable' },
  ],
  [
    'a masked error',
    200,
    JSON_TYPE,
    graphqlError('INTERNAL_SERVER_ERROR'),
    { kind: 'unexpected', code: 'INTERNAL_SERVER_ERROR' },
  ],
  [
    'a refused origin',
    403,
    JSON_TYPE,
    graphqlError('CROSS_ORIGIN_REQUEST'),
    { kind: 'unexpected', code: 'CROSS_ORIGIN_REQUEST' },
  ],
  ['a late refusal', 200, JSON_TYPE, graphqlError('FORBIDDEN'), { kind: 'forbidden', message: 'From the server.' }],
  ['a wrong address', 404, { 'content-type': 'text/plain' }, 'Not found', { kind: 'unexpected', code: 'HTTP_404' }],
  ['an answer without the field', 200, JSON_TYPE, '{"data":{}}', { kind: 'unexpected' }],
  ['somebody else’s session', 403, JSON_TYPE, graphqlError('VIEWER_CHANGED'), { kind: 'viewerChanged' }],
  ['an answer that says nothing', 200, JSON_TYPE, '{}', { kind: 'offline' }],
  [
    'a network that answers in the server’s place',
    200,
    { 'content-type': 'text/html' },
    '<h1>Hotel Wi-Fi</h1>',
    { kind: 'offline' },
  ],
])('%s is named', async (_, status, headers, body, error) => {
  const url = await answering((_request, response) => response.writeHead(status, headers).end(body));
  const auth = createAuthClient({ url });

  expect(await auth.signup(INPUT)).toMatchObject({ data: null, error });
});

test('a server that isn’t there is offline', async () => {
  const url = await answering(() => undefined);
  closeServer();

  expect(await createAuthClient({ url }).signup(INPUT)).toMatchObject({ error: { kind: 'offline' } });
});

test('a server that never answers is offline after the time-out', async () => {
  const url = await answering(() => undefined);

  expect(await createAuthClient({ url, timeoutMs: 50 }).login(INPUT)).toMatchObject({ error: { kind: 'offline' } });
});

test('a page whose server is away at first asks again by itself, and heals', async () => {
  let isAway = true;
  const url = await answering((_request, response) =>
    isAway
      ? response.writeHead(503, { ...JSON_TYPE, 'retry-after': '0' }).end(graphqlError('SERVICE_UNAVAILABLE'))
      : response.writeHead(200, JSON_TYPE).end('{"data":{"me":null}}'),
  );
  const auth = createAuthClient({ url });
  const stop = auth.subscribe(() => undefined);
  await expect.poll(() => auth.getState()).toMatchObject({ status: 'unreachable', error: { kind: 'unavailable' } });

  isAway = false;

  await expect.poll(() => auth.getState().status, { timeout: 5000 }).toBe('anonymous');
  stop();
});

test('a page that is told to wait for a month asks within minutes, and one that comes back to it asks at once', async () => {
  let asked = 0;
  const url = await answering((_request, response) => {
    asked += 1;
    response.writeHead(503, { ...JSON_TYPE, 'retry-after': '2592000' }).end(graphqlError('SERVICE_UNAVAILABLE'));
  });
  const auth = createAuthClient({ url });
  auth.subscribe(() => undefined)();
  await expect.poll(() => auth.getState().status).toBe('unreachable');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(asked).toBe(1);

  const stop = auth.subscribe(() => undefined);

  await expect.poll(() => asked).toBe(2);
  stop();
});
