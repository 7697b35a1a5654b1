import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from './test-app.ts';

const ME = '{ me { username } }';
const OTHER = '{ me { id } }';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-documents-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** A file as code generators write it; what its keys are, doesn't matter. */
async function fileOf(content: unknown): Promise<string> {
  const path = join(directory, 'documents.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function startTrusting(documents: unknown): Promise<TestApp> {
  return startTestApp({ trustedDocuments: { more: [await fileOf(documents)] } });
}

async function ask(app: TestApp, parameters: object): Promise<[number, unknown]> {
  const response = await app.visitor().post(JSON.stringify(parameters));
  return [response.status, await response.json()];
}

const refusal = (code: string) => [400, { errors: [{ message: expect.any(String), extensions: { code } }] }];
const answer = [200, { data: { me: null } }];

test('a document that is known is run, sent whole or by its hash, in both of the ways that clients have', async () => {
  await using app = await startTrusting({ first: ME });

  expect(await ask(app, { query: ME })).toEqual(answer);
  expect(await ask(app, { documentId: `sha256:${sha256(ME)}` })).toEqual(answer);
  const persistedQuery = { version: 1, sha256Hash: sha256(ME) };
  expect(await ask(app, { extensions: { persistedQuery } })).toEqual(answer);
  expect(await ask(app, { query: ME, extensions: { persistedQuery } })).toEqual(answer);
});

test('nothing else is run, whatever it is sent with', async () => {
  await using app = await startTrusting({ [sha256(OTHER)]: ME });

  expect(await ask(app, { query: OTHER })).toEqual(refusal('DOCUMENT_NOT_TRUSTED'));
  expect(await ask(app, { query: `${ME} ` })).toEqual(refusal('DOCUMENT_NOT_TRUSTED'));
  expect(await ask(app, { query: OTHER, documentId: `sha256:${sha256(ME)}` })).toEqual(refusal('DOCUMENT_NOT_TRUSTED'));
  expect(await ask(app, { query: '{ __schema { types { name } } }' })).toEqual(refusal('DOCUMENT_NOT_TRUSTED'));
  // The file says so, and lies.
  expect(await ask(app, { documentId: `sha256:${sha256(OTHER)}` })).toEqual(refusal('PERSISTED_QUERY_NOT_FOUND'));
  expect(await ask(app, { query: '' })).toEqual(refusal('DOCUMENT_NOT_TRUSTED'));
});

test('without the setting any document is run, and none is known by its hash', async () => {
  await using app = await startTestApp();
  const persistedQuery = { version: 1, sha256Hash: sha256(ME) };

  expect(await ask(app, { extensions: { persistedQuery } })).toEqual(refusal('PERSISTED_QUERY_NOT_FOUND'));
  expect(await ask(app, { query: ME, extensions: { persistedQuery } })).toEqual(answer);
});

test.each([
  {},
  { documentId: 7 },
  { documentId: 'md5:x' },
  { documentId: `sha256:${'A'.repeat(64)}` },
  { extensions: { persistedQuery: 'x' } },
  { extensions: { persistedQuery: { sha256Hash: ['x'] } } },
])('what names no document is refused: %j', async (parameters) => {
  await using app = await startTestApp();
  expect(await ask(app, parameters)).toEqual(refusal('BAD_REQUEST'));
});

test.each([
  ['a list', []],
  ['no JSON', '{ me'],
  ['an object of something else', { first: 7 }],
])('a file that is %s stops the start, with its name', async (_what, content) => {
  await expect(startTrusting(content)).rejects.toThrow(/TRUSTED_DOCUMENTS: .*documents\.json must be a JSON object/);
});

test('a file that isn’t there stops the start', async () => {
  await expect(startTestApp({ trustedDocuments: { more: ['nowhere.json'] } })).rejects.toThrow(
    /TRUSTED_DOCUMENTS: nowhere\.json can't be read \(ENOENT\)/,
  );
});
