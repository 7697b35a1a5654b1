import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bombs } from '../bombs.ts';
import { leaksIn } from '../canaries.ts';
import { INSIDE } from '../inside.ts';
import { type Production, startProduction } from './production.ts';
import { codesIn } from './witness.ts';

let server: Production;

beforeAll(async () => {
  server = await startProduction();
});
afterAll(() => server?.stop());

/** What a body is answered; nothing of the inside may be in it, whatever it is. */
async function post(body: string | Uint8Array, headers?: Record<string, string>, at = server) {
  const visitor = at.visitor();
  await visitor.post(body, headers);
  const { status, body: text } = visitor.last;
  expect(text).not.toMatch(INSIDE);
  return { status, text, codes: codesIn(text) };
}

const ask = (query: string, variables?: object) => post(JSON.stringify({ query, variables }));

test('every bomb is refused by the limit that it breaks, and others are answered meanwhile', async () => {
  for (const { name, body, code } of bombs('X')) {
    const [bomb, { data }] = await Promise.all([post(body), server.visitor().send('{ me { id } }')]);
    expect({ status: bomb.status, codes: [...new Set(bomb.codes)] }, name).toEqual({ status: 400, codes: [code] });
    expect(bomb.codes.length, name).toBeLessThanOrEqual(5);
    expect(data, name).toEqual({ me: null });
  }
});

test('the schema can’t be asked for, and there is no playground', async () => {
  for (const query of [
    '{ __schema { types { name } } }',
    '{ me { id } t: __type(name: "User") { fields { name } } }',
    '{ ...F } fragment F on Query { ... { __schema { directives { name } } } }',
    'query ($n: String!) { __type(name: $n) { name } }',
    'mutation { __schema { types { name } } }',
  ]) {
    const answer = await ask(query, { n: 'User' });
    expect(answer.status, query).toBe(400);
    expect(new Set(answer.codes), query).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']));
    expect(answer.text).not.toContain('"data"');
  }
  expect((await ask('{ __typename me { __typename } }')).text).toBe('{"data":{"__typename":"Query","me":null}}');

  const page = await fetch(`${server.url}/graphql`, { headers: { accept: 'text/html' } });
  expect(page.status).toBe(405);
  expect(await page.text()).not.toMatch(/<|graphiql/i);
});

test('no answer suggests a name, neither for what a document has nor for its variables', async () => {
  const login = (input: string) => `mutation { login(input: ${input}) { __typename } }`;
  const byVariable = 'mutation ($input: LoginInput!) { login(input: $input) { __typename } }';
  for (const [query, variables] of [
    ['{ mee { id } }'],
    ['{ me { usernam } }'],
    ['{ me }'],
    ['mutation { logn(input: {}) { __typename } }'],
    ['mutation { login(inputt: {}) { __typename } }'],
    [login('{ usrname: "a", pasword: "hunter2" }')],
    [login('{ username: "a" }')],
    [login('"hunter2"')],
    ['mutation ($i: LoginInputt!) { login(input: $i) { __typename } }'],
    ['{ me { ... on Usr { id } } }'],
    ['{ me { ...Viewr } } fragment Viewer on User { id }'],
    ['{ me @includ(if: true) { id } }'],
    ['{ me @include(iff: true) { id } }'],
    [byVariable, { input: { username: 'a', pasword: 'hunter2' } }],
    [byVariable, { input: { username: 7, password: ['hunter2'] } }],
    [byVariable, { input: 'hunter2' }],
    [byVariable],
  ] as [string, object?][]) {
    const { text, codes } = await ask(query, variables);
    expect(codes.length, query).toBeGreaterThan(0);
    expect(codes.length, query).toBeLessThanOrEqual(5);
    expect(text, query).not.toContain('hunter2');
  }
  expect((await ask(`{ ${Array.from({ length: 50 }, (_, n) => `f${n}`).join(' ')} }`)).codes).toHaveLength(5);
});

test('a body that can’t be read is neither quoted back nor logged, and tells nothing of the inside', async () => {
  const secret = 'canary-in-a-broken-body';
  const bodies = [
    secret,
    `{"query":"${secret}`,
    `{"query":"\\x${secret}"}`,
    `{"query": "${secret}" ${secret}}`,
    `{"query":["${secret}"]}`,
    `{"query":"{ me { id } }","variables":"${secret}"}`,
    `{"query":"{ me { id } }","operationName":{"x":"${secret}"}}`,
    `{"query":"{ me { id } }","extensions":["${secret}"]}`,
    `{"documentId":"${secret}"}`,
    `[{"query":"{ ${secret} }"}]`,
    `"${secret}"`,
    '',
    `{"query":"{ me(${secret}: \\"${secret}\\" }"}`,
  ];
  for (const body of [...bodies, new Uint8Array([0x22, 0xff, ...Buffer.from(secret), 0x22])]) {
    const { status, text } = await post(body);
    expect(status, String(body)).toBe(400);
    // A syntax error names the field where it happened, which is the client's own word, and no value.
    expect(text.replace(/Name \\"[^"]*\\"/g, ''), String(body)).not.toContain(secret);
  }
  for (const raw of [
    `GET /${secret}\r\n\r\n`,
    `${secret}\r\n\r\n`,
    `POST /graphql HTTP/1.1\r\nHost: x\r\n${secret}\r\n\r\n`,
    `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n${secret}`,
    `POST /graphql HTTP/1.1\r\nHost: x\r\nX: ${secret.repeat(1000)}\r\n\r\n`,
  ]) {
    const answer = await server.sendRaw(raw);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer.replace(/^HTTP\/1\.1/, '')).not.toMatch(INSIDE);
    expect(answer).not.toContain(secret);
  }
  await server.log();
  expect(leaksIn(server.output(), { secret })).toEqual([]);
});

test('addresses that aren’t ours are answered with nothing of the inside', async () => {
  for (const path of [
    '/nowhere',
    '/..%2f..%2fpackage.json',
    '/assets/..%2f..%2fmain.js',
    '/.env',
    '/%00',
    '/graphql/x',
  ]) {
    const answer = await fetch(server.url + path);
    expect(answer.status, path).toBe(404);
    expect(await answer.text()).toBe('Not found\n');
    expect(answer.headers.has('server') || answer.headers.has('x-powered-by')).toBe(false);
  }
});

test('a body over the limit is refused, whether its length is told or not, and batches are', async () => {
  const long = JSON.stringify({ query: '{ me { id } }', variables: { x: 'x'.repeat(100_000) } });
  expect(await post(long)).toMatchObject({ status: 413, codes: ['PAYLOAD_TOO_LARGE'] });
  const chunked = `${long.length.toString(16)}\r\n${long}\r\n0\r\n\r\n`;
  const headers = 'Host: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked';
  expect(await server.sendRaw(`POST /graphql HTTP/1.1\r\n${headers}\r\n\r\n${chunked}`)).toMatch(/^HTTP\/1\.1 413 /);
  const claimed = await server.sendRaw(
    'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{',
  );
  expect(claimed).toMatch(/^HTTP\/1\.1 413 /);
  expect(await post('[{"query":"{ me { id } }"}]')).toMatchObject({ status: 400, codes: ['BAD_REQUEST'] });
});

test('with TRUSTED_DOCUMENTS=only the documents of the build are run, and nothing else is', async () => {
  await using strict = await startProduction({ TRUSTED_DOCUMENTS: 'only' });
  const built = JSON.parse(await readFile('dist/trusted-documents.json', 'utf8')) as Record<string, string>;
  const codeOf = async (parameters: object) => (await post(JSON.stringify(parameters), {}, strict)).codes[0];
  expect(Object.keys(built).length).toBeGreaterThan(5);
  for (const [hash, query] of Object.entries(built)) {
    for (const parameters of [{ query }, { documentId: `sha256:${hash}` }]) {
      const visitor = strict.visitor();
      await visitor.post(JSON.stringify(parameters));
      // They are sent without the variables that some need, and by nobody who is signed in.
      expect([undefined, 'BAD_USER_INPUT', 'UNAUTHENTICATED']).toContain(codesIn(visitor.last.body)[0]);
    }
  }

  const [hash = '', known = ''] = Object.entries(built)[0] ?? [];
  for (const query of ['{ me { id } }', '{ __typename }', '', ` ${known}`, `${known}#`, `${known} { me { id } }`]) {
    expect(await codeOf({ query }), query).toBe('DOCUMENT_NOT_TRUSTED');
    expect(await codeOf({ query, documentId: `sha256:${hash}` }), query).toBe('DOCUMENT_NOT_TRUSTED');
    const unknown = createHash('sha256').update(query).digest('hex');
    expect(await codeOf({ documentId: `sha256:${unknown}` })).toBe('PERSISTED_QUERY_NOT_FOUND');
  }
  for (const { name, body } of bombs('Y')) {
    expect((await post(body, {}, strict)).codes, name).toEqual(['DOCUMENT_NOT_TRUSTED']);
  }
});
