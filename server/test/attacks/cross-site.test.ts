import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { somebody } from '../callers.ts';
import { type Production, startProduction } from './production.ts';
import { codesIn, type Witness } from './witness.ts';

const OWN = 'https://accounts.example.com';
const ALLOWED = 'https://app.example.com';

let server: Production;
/** In whose browser the attacks run. */
let victim: Witness;

beforeAll(async () => {
  server = await startProduction({ PUBLIC_URL: OWN, ALLOWED_ORIGINS: ALLOWED, LIMIT_SIGNUP_ADDRESS: '1000/3600' });
  victim = server.visitor();
  await victim.signup(somebody());
});
afterAll(() => server?.stop());

/** A request that would sign the victim out, and somebody else up in their browser. */
function attack() {
  const person = somebody();
  const { username, password } = person;
  const query = `mutation { logout signup(input: { username: "${username}", password: "${password}", passwordConfirmation: "${password}" }) { __typename } }`;
  return { person, query, body: JSON.stringify({ query }) };
}

type Attack = ReturnType<typeof attack>;

/** That none of the requests was heard: the victim is signed in, and the name is free. */
async function expectNothingDone({ person }: Attack): Promise<void> {
  expect(await victim.me()).not.toBeNull();
  expect(await server.visitor().signup(person)).toMatchObject({ __typename: 'SignupSuccess' });
}

async function send(request: RequestInit & { path?: string }): Promise<Response> {
  const headers = { cookie: String(victim.cookie), ...(request.headers as Record<string, string>) };
  return fetch(`${server.url}${request.path ?? '/graphql'}`, { method: 'POST', ...request, headers });
}

async function expectRefused(response: Response, status: number, code: string, how: string): Promise<void> {
  const body = await response.text();
  expect({ status: response.status, codes: body ? codesIn(body) : [code] }, how).toEqual({ status, codes: [code] });
  expect(response.headers.getSetCookie(), how).toEqual([]);
  expect(response.headers.get('access-control-allow-origin'), how).toBeNull();
}

test('the same request from a page of our own is heard, so that the others had something to be refused for', async () => {
  const browser = server.visitor();
  await browser.signup(somebody());
  const { data } = await browser.send(attack().query, {}, { origin: OWN, 'sec-fetch-site': 'same-origin' });
  expect(data).toEqual({ logout: true, signup: { __typename: 'SignupSuccess' } });
});

test('what a form can send is no operation, nor is anything else that isn’t JSON', async () => {
  const own = attack();
  const form = new URLSearchParams({ query: own.query });
  const files = new FormData();
  files.set('operations', own.body);
  files.set('map', '{}');
  for (const body of [form, files]) {
    await expectRefused(await send({ body }), 415, 'UNSUPPORTED_MEDIA_TYPE', String(body));
  }
  for (const type of [
    'text/plain',
    'text/plain; charset=application/json',
    'text/plain; application/json',
    'application/jsonp',
    'application/json+graphql',
    'application/graphql',
    'application',
    'json',
    'application/json, text/plain',
    'application/json; charset=utf-16',
    '',
  ]) {
    const headers = { 'content-type': type };
    await expectRefused(await send({ body: own.body, headers }), 415, 'UNSUPPORTED_MEDIA_TYPE', type);
  }
  // Without a name, fetch sends bytes under none.
  const nameless = await send({ body: Buffer.from(own.body) });
  await expectRefused(nameless, 415, 'UNSUPPORTED_MEDIA_TYPE', 'no media type');
  await expectNothingDone(own);
});

test('no other method carries an operation, wherever it is written', async () => {
  const own = attack();
  const path = `/graphql?query=${encodeURIComponent(own.query)}`;
  const headers = { 'content-type': 'application/json', 'x-http-method-override': 'POST' };
  for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']) {
    const body = method === 'GET' || method === 'HEAD' ? null : own.body;
    const response = await send({ method, path, headers, body });
    expect(response.headers.get('allow'), method).toBe('POST');
    await expectRefused(response, 405, 'METHOD_NOT_ALLOWED', method);
  }
  const inTheAddress = await send({ path, headers, body: '{}' });
  await expectRefused(inTheAddress, 400, 'BAD_REQUEST', 'POST with a query in the address');
  await expectNothingDone(own);
});

test('pages of other sites, and of origins that look like ours, are refused', async () => {
  const own = attack();
  for (const origin of [
    'https://evil.example',
    'null',
    '',
    `${OWN}.evil.example`,
    `${ALLOWED}.evil.example`,
    'https://evil-accounts.example.com',
    'https://example.com',
    'https://x.accounts.example.com',
    OWN.replace('https', 'http'),
    ALLOWED.replace('https', 'http'),
    `${OWN}:8443`,
    `${OWN}:443`,
    `${ALLOWED}:443`,
    OWN.toUpperCase(),
    'https://ACCOUNTS.example.com',
    'https://App.example.com',
    `${OWN}/`,
    `${OWN}@evil.example`,
    `${OWN} https://evil.example`,
    `${ALLOWED}, https://evil.example`,
    'http://localhost',
    server.url,
  ]) {
    const headers = { 'content-type': 'application/json', origin };
    await expectRefused(await send({ body: own.body, headers }), 403, 'CROSS_ORIGIN_REQUEST', origin);
  }
  await expectNothingDone(own);
});

test('a browser’s own word that another site asks is enough, whatever the origin says', async () => {
  const own = attack();
  for (const site of ['cross-site', 'same-site', 'Same-Origin', 'same-origin, cross-site', '']) {
    for (const more of [{}, { origin: OWN }] as Record<string, string>[]) {
      const headers = { 'content-type': 'application/json', 'sec-fetch-site': site, ...more };
      await expectRefused(await send({ body: own.body, headers }), 403, 'CROSS_ORIGIN_REQUEST', site);
    }
  }
  await expectNothingDone(own);
});

describe('an origin on the list', () => {
  test('is answered by its name, with its cookie, and caches are told that this depends on it', async () => {
    const browser = server.visitor({ origin: ALLOWED, 'sec-fetch-site': 'cross-site' });
    expect(await browser.signup(somebody())).toMatchObject({ __typename: 'SignupSuccess' });
    for (const answer of [browser.last, await send({ body: '{', headers: { origin: ALLOWED } })]) {
      expect(answer.headers.get('access-control-allow-origin')).toBe(ALLOWED);
      expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
      expect(answer.headers.get('vary')).toBe('Origin');
    }
  });

  test('may ask before; any other is refused then, and told nothing by any answer', async () => {
    const ask = (origin: string) =>
      send({ method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    const allowed = await ask(ALLOWED);
    expect(allowed.status).toBe(204);
    expect(Object.fromEntries(allowed.headers)).toMatchObject({
      'access-control-allow-origin': ALLOWED,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'Content-Type',
      vary: 'Origin',
    });

    for (const origin of ['https://evil.example', 'null', `${ALLOWED}.evil.example`, OWN.toUpperCase()]) {
      const refused = await ask(origin);
      await expectRefused(refused, 403, 'CROSS_ORIGIN_REQUEST', origin);
      for (const answer of [refused, await send({ method: 'GET', path: '/healthz', headers: { origin } })]) {
        expect(answer.headers.get('vary')).toBe('Origin');
        expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
      }
    }
  });
});
