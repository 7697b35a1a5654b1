import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ada } from './people.ts';
import { startTestApp, type TestApp } from './test-app.ts';

const SIGNUP = JSON.stringify({
  query: 'mutation ($input: SignupInput!) { signup(input: $input) { __typename } }',
  variables: { input: { username: 'ada', password: ada.password, passwordConfirmation: ada.password } },
});

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ allowedOrigins: ['https://app.example.com'] });
});

afterAll(() => app[Symbol.asyncDispose]());

async function expectRefusal(answer: Promise<Response>, status: number, code: string): Promise<void> {
  const response = await answer;
  const { errors, data } = (await response.json()) as { errors: any[]; data?: unknown };
  expect({ status: response.status, codes: errors.map(({ extensions }) => extensions.code) }).toEqual({
    status,
    codes: [code],
  });
  expect(data).toBeUndefined();
  expect(response.headers.get('set-cookie')).toBeNull();
  expect(await app.database.prisma.user.count()).toBe(0);
  expect(await app.database.prisma.session.count()).toBe(0);
}

describe('a body', () => {
  test.each([
    ['that is not JSON', 'my password is hunter2'],
    ['that is cut off', SIGNUP.slice(0, -5)],
    ['that is empty', ''],
    ['that is a batch', `[${SIGNUP}]`],
    ['that is a string', '"{ me { id } }"'],
    ['that is null', 'null'],
    ['without a query', '{}'],
    ['whose query is an object', '{"query":{}}'],
    ['whose variables are a list', '{"query":"{ __typename }","variables":[]}'],
    ['whose operationName is a number', '{"query":"{ __typename }","operationName":7}'],
    ['whose extensions are a string', '{"query":"{ __typename }","extensions":"x"}'],
  ])('%s is refused', async (_name, body) => {
    await expectRefusal(app.visitor().post(body), 400, 'BAD_REQUEST');
  });

  test('that is not UTF-8 is refused', async () => {
    await expectRefusal(app.visitor().post(new Uint8Array([0x22, 0xff, 0xfe, 0x22])), 400, 'BAD_REQUEST');
  });

  test('is never quoted back', async () => {
    const response = await app.visitor().post('{"query": "hunter2" hunter2');
    expect(await response.text()).not.toContain('hunter2');
  });

  test('over 100 kB is refused, whether its length is said or not', async () => {
    const long = JSON.stringify({ query: '{ me { id } }', variables: { x: 'x'.repeat(100_000) } });
    await expectRefusal(app.visitor().post(long), 413, 'PAYLOAD_TOO_LARGE');
    const stream = new Blob([long]).stream();
    const answer = fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: stream,
      duplex: 'half',
    } as RequestInit);
    await expectRefusal(answer, 413, 'PAYLOAD_TOO_LARGE');
  });

  test('of just under 100 kB is heard', async () => {
    const query = `{ me { id } } #${'x'.repeat(99_900)}`;
    expect((await app.visitor().send(query)).data).toEqual({ me: null });
  });

  test('that stops in the middle hangs nothing', async () => {
    const { hostname, port } = new URL(app.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"query`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();

    expect((await app.visitor().send('{ me { id } }')).data).toEqual({ me: null });
  });
});

describe('a content type', () => {
  test.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a form with files', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['plain text', { 'content-type': 'text/plain' }],
    ['plain text that mentions JSON', { 'content-type': 'text/plain; application/json' }],
    ['misspelt', { 'content-type': 'application/jsonp' }],
    ['a GraphQL document', { 'content-type': 'application/graphql' }],
    ['JSON in another encoding', { 'content-type': 'application/json; charset=utf-16' }],
    ['nothing', { 'content-type': '' }],
  ])('of %s is refused', async (_name, headers) => {
    await expectRefusal(app.visitor().post(SIGNUP, headers), 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  test('of compressed JSON is refused', async () => {
    const body = gzipSync(SIGNUP);
    await expectRefusal(app.visitor().post(body, { 'content-encoding': 'gzip' }), 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  test('of JSON in UTF-8 is heard, in any letter case', async () => {
    const headers = { 'content-type': 'Application/JSON; Charset="UTF-8"' };
    expect((await app.visitor().send('{ me { id } }', {}, headers)).data).toEqual({ me: null });
  });
});

describe('a method', () => {
  test.each(['GET', 'PUT', 'DELETE', 'PATCH'])('%s is refused', async (method) => {
    const answer = fetch(`${app.url}/graphql?query=mutation{logout}`, { method, headers: { accept: '*/*' } });
    await expectRefusal(answer, 405, 'METHOD_NOT_ALLOWED');
    expect((await answer).headers.get('allow')).toBe('POST');
  });
});

describe('a request', () => {
  test.each([
    ['from another site', { 'sec-fetch-site': 'cross-site' }],
    ['from another host of the same site', { 'sec-fetch-site': 'same-site' }],
    ['from another origin', { origin: 'https://evil.example' }],
    ['from an opaque origin', { origin: 'null' }],
    ['from an origin that begins like an allowed one', { origin: 'https://app.example.com.evil.example' }],
    ['from an allowed host over plain HTTP', { origin: 'http://app.example.com' }],
    ['that says same-origin in another word', { 'sec-fetch-site': 'Same-Origin' }],
    ['from elsewhere that names our own origin', { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:4000' }],
  ])('%s is refused', async (_name, headers) => {
    await expectRefusal(app.visitor().post(SIGNUP, headers as Record<string, string>), 403, 'CROSS_ORIGIN_REQUEST');
  });

  test.each([
    ['from a page of our own', { 'sec-fetch-site': 'same-origin' }],
    ['typed into the address bar', { 'sec-fetch-site': 'none' }],
    ['from an allowed origin', { 'sec-fetch-site': 'cross-site', origin: 'https://app.example.com' }],
    ['of a program', {}],
  ])('%s is heard', async (_name, headers) => {
    expect((await app.visitor().send('{ me { id } }', {}, headers as Record<string, string>)).data).toEqual({
      me: null,
    });
  });

  test('of an older browser on our own page is heard', async () => {
    const answer = await app.visitor().send('{ me { id } }', {}, { origin: app.url });
    expect(answer.data).toEqual({ me: null });
  });
});

describe('CORS', () => {
  const ask = (origin: string) =>
    fetch(`${app.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });

  test('lets an allowed origin call with its cookie', async () => {
    const preflight = await ask('https://app.example.com');
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(preflight.headers.get('access-control-allow-credentials')).toBe('true');
    expect(preflight.headers.get('vary')).toBe('Origin');
    const { headers } = await app.visitor().send('{ me { id } }', {}, { origin: 'https://app.example.com' });
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example.com');
  });

  test.each(['https://evil.example', 'null'])('tells the origin %s nothing', async (origin) => {
    const preflight = await ask(origin);
    expect(preflight.status).toBe(403);
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('an operation', () => {
  const send = (body: object, accept = 'application/graphql-response+json') =>
    app.visitor().post(JSON.stringify(body), { accept });

  test.each([
    ['with a syntax error', { query: '{ me { id }' }, 'GRAPHQL_PARSE_FAILED'],
    ['of an unknown field', { query: '{ you { id } }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['without its variable', { query: LOGIN }, 'BAD_USER_INPUT'],
    ['with a variable of the wrong type', { query: LOGIN, variables: { input: 7 } }, 'BAD_USER_INPUT'],
    ['of no such name', { query: 'query A { me { id } }', operationName: 'B' }, 'OPERATION_RESOLUTION_FAILED'],
    ['that must be named', { query: 'query A { me { id } } query B { me { id } }' }, 'OPERATION_RESOLUTION_FAILED'],
    ['that is no operation', { query: 'fragment A on User { id }' }, 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s is refused as the specification has it', async (_name, body, code) => {
    await expectRefusal(send(body), 400, code);
    const legacy = await send(body, 'application/json');
    expect(legacy.status).toBe(200);
    expect(legacy.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const text = await legacy.text();
    expect(JSON.parse(text).errors[0].extensions).toEqual({ code });
    expect(text).not.toMatch(/stack|node_modules|\.ts/);
  });

  test('that is guarded is refused with 401, or with 200 where the client takes plain JSON', async () => {
    const body = { query: 'mutation { deleteAccount(input: { password: "x" }) { __typename } }' };
    await expectRefusal(send(body), 401, 'UNAUTHENTICATED');
    expect((await send(body, 'application/json')).status).toBe(200);
  });

  test.each([
    [
      'a variable',
      { query: LOGIN, variables: { input: { username: 'ada', password: 'hunter2', remember: 'hunter2' } } },
    ],
    ['an unknown key', { query: LOGIN, variables: { input: { username: 'ada', pasword: 'hunter2' } } }],
    ['a variable that is no object', { query: LOGIN, variables: { input: 'hunter2' } }],
    [
      'an argument that a nullable variable spoils',
      {
        query:
          'mutation ($r: Boolean) { login(input: { username: "ada", password: "hunter2", remember: $r }) { __typename } }',
        variables: { r: null },
      },
    ],
    [
      'a literal',
      { query: 'mutation { login(input: { username: "ada", password: "x", remember: "hunter2" }) { __typename } }' },
    ],
    ['an object in a literal', { query: 'mutation { login(input: "hunter2") { __typename } }' }],
    ['a syntax error', { query: 'mutation { login(input: { username: "ada" "hunter2" }) { __typename } }' }],
  ])('with a password in %s that is wrong does not quote it back', async (_name, body) => {
    const text = await (await send(body)).text();
    expect(JSON.parse(text).errors.length).toBeGreaterThan(0);
    expect(text).not.toContain('hunter2');
  });

  test('tells which fields of its variables are missing or unknown', async () => {
    const { errors } = await app.visitor().send(LOGIN, { input: { username: 7, pasword: 'x' } });
    expect(errors?.map(({ message }) => message)).toEqual([
      'Variable "$input.username": String cannot represent a non string value.',
      'Variable "$input": Field "password" of required type "String!" was not provided.',
      'Variable "$input": Field "pasword" is not defined by type "LoginInput". Did you mean "password"?',
    ]);
  });

  test('whose variables have a very long name in them is refused without repeating it', async () => {
    const input = { username: 'ada', password: 'x', [' cannot represent '.repeat(5000)]: 1 };
    const { status, errors } = await app.visitor().send(LOGIN, { input });
    expect(status).toBe(400);
    expect(errors?.map(({ message }) => message)).toEqual([
      'Variable "$input": This part of the request is not valid.',
    ]);
  });

  test('that nobody can read the answer of is refused', async () => {
    await expectRefusal(send({ query: '{ me { id } }' }, 'text/html'), 406, 'NOT_ACCEPTABLE');
  });
});

test('every answer may be kept by nobody and guessed at by nobody', async () => {
  for (const path of ['/graphql', '/healthz', '/readyz', '/nowhere']) {
    const { headers } = await fetch(app.url + path);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('so is every answer to an operation, whatever it is', async () => {
  const post = (body: object, headers: Record<string, string> = {}) =>
    app.visitor().post(JSON.stringify(body), headers);
  const answers = await Promise.all([
    post({ query: '{ me { id } }' }),
    post({ query: '{ me { id } }' }, { origin: 'https://app.example.com' }),
    post({ query: '{ mySessions { id } }' }),
    post({ query: '{ nothing }' }),
    post({ query: '{' }),
    post({}),
    post({ query: ' '.repeat(100_001) }),
    post({ query: '{ me { id } }' }, { origin: 'https://evil.example' }),
    post({ query: '{ me { id } }' }, { 'content-type': 'text/plain' }),
    post({ query: '{ me { id } }' }, { accept: 'text/html' }),
    fetch(`${app.url}/graphql`, { method: 'OPTIONS', headers: { origin: 'https://app.example.com' } }),
    fetch(`${app.url}/graphql`, { method: 'OPTIONS', headers: { origin: 'https://evil.example' } }),
    fetch(`${app.url}/graphql`, { method: 'PUT' }),
  ]);

  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 204, 400, 401, 403, 405, 406, 413, 415]));
  expect(new Set(answers.map(({ headers }) => headers.get('cache-control')))).toEqual(new Set(['no-store']));
  expect(new Set(answers.map(({ headers }) => headers.get('x-content-type-options')))).toEqual(new Set(['nosniff']));
});

const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { __typename } }';
