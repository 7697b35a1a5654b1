import { expect, test } from 'vitest';
import { parseProxies } from '../proxies.ts';
import { ada } from './people.ts';
import { startTestApp, type TestApp } from './test-app.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const JSON_TYPE = { 'content-type': 'application/json' };
const ME = JSON.stringify({ query: '{ me { id } }' });

async function idOf({ url }: TestApp, request: RequestInit = {}): Promise<string | null> {
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers: JSON_TYPE, body: ME, ...request });
  return answer.headers.get('x-request-id');
}

/** The lines of the log that name a request. */
function linesOf({ log }: TestApp, requestId: string | null): object[] {
  return log.filter((line) => (line as { requestId?: string }).requestId === requestId);
}

test.each<[string, RequestInit]>([
  ['an answer', {}],
  ['405', { method: 'GET', body: null }],
  ['415', { headers: { 'content-type': 'text/plain' } }],
  ['400', { body: '{' }],
  ['413', { body: 'x'.repeat(100_001) }],
  ['406', { headers: { ...JSON_TYPE, accept: 'image/png' } }],
  ['403', { headers: { ...JSON_TYPE, origin: 'https://evil.example.com' } }],
  ['403 of a preflight', { method: 'OPTIONS', body: null, headers: { origin: 'https://evil.example.com' } }],
])('%s has an id of its own, by which the log names it, too', async (_kind, request) => {
  await using app = await startTestApp();

  const [one, other] = [await idOf(app, request), await idOf(app, request)];

  expect(one).toMatch(UUID);
  expect(other).toMatch(UUID);
  expect(other).not.toBe(one);
  expect(linesOf(app, one)).not.toEqual([]);
});

test('a trusted proxy’s id is taken over where it is one', async () => {
  await using app = await startTestApp({ trustProxy: 1 });
  const idFor = (id: string) => idOf(app, { headers: { ...JSON_TYPE, 'x-request-id': id } });

  for (const id of ['0af7651916cd43dd8448eb211c80319c', '1-5f84c7a1-1d2c3b4a:67', 'req_AbC+/=.9']) {
    expect(await idFor(id)).toBe(id);
    expect(linesOf(app, id)).not.toEqual([]);
  }
  for (const id of [
    'short',
    'x'.repeat(129),
    'with a space',
    'quote"quote',
    '{"level":60}',
    'one,two-three',
    'süß-und-lang',
  ]) {
    expect(await idFor(id), id).toMatch(UUID);
  }
});

test.each([
  ['without TRUST_PROXY', null],
  ['from elsewhere than TRUST_PROXY says', parseProxies('10.0.0.0/8')],
])('%s nobody chooses the id', async (_case, trustProxy) => {
  await using app = await startTestApp({ trustProxy: trustProxy });

  expect(await idOf(app, { headers: { ...JSON_TYPE, 'x-request-id': '0af7651916cd43dd8448eb211c80319c' } })).toMatch(
    UUID,
  );
});

test('with LOG_LEVEL=debug each operation is a line: its name, what became of it, how long it took', async () => {
  await using app = await startTestApp();
  const browser = await app.signedUp(ada);

  const { headers } = await browser.send('query SecretName { me { username } }');

  const line = linesOf(app, headers.get('x-request-id'));
  expect(line).toMatchObject([{ level: 20, msg: 'operation', operation: 'me', outcome: 'success' }]);
  expect((line[0] as { ms: number }).ms).toBeGreaterThan(0);
  expect(JSON.stringify(line)).not.toMatch(/Secret|ada/);
});

test('a warning that belongs to a request names it', async () => {
  await using app = await startTestApp({ bcryptCost: 10, hashing: { concurrency: 1, mostWaiting: 1 } });
  await app.signedUp(ada);

  const answers = await Promise.all(
    [1, 2, 3, 4, 5].map(() =>
      app.visitor().send(`mutation { login(input: { username: "ada", password: "wrong" }) { __typename } }`),
    ),
  );

  const refused = answers.filter(({ status }) => status === 503);
  expect(refused.length).toBeGreaterThan(0);
  for (const { headers } of refused) {
    const lines = linesOf(app, headers.get('x-request-id'));
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 40, msg: expect.stringContaining('a request was refused') }),
    );
  }
});
