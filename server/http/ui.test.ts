import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../test/test-app.ts';

const SCRIPT = 'console.log("gatehouse")';
const HTML = { accept: 'text/html,*/*;q=0.8' };

let app: TestApp;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-ui-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), '<!doctype html><title>Gatehouse</title>');
  await writeFile(join(directory, 'assets/main-1a2b.js'), SCRIPT);
  await writeFile(join(directory, 'assets/main-1a2b.js.gz'), gzipSync(SCRIPT));
  await writeFile(join(directory, 'assets/main-1a2b.js.br'), brotliCompressSync(SCRIPT));
  await writeFile(join(directory, 'pages.json'), '["/", "/login", "/notes/:id"]');
  app = await startTestApp({ uiDirectory: directory });
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

function rawGet(path: string): Promise<{ status: number | undefined; body: string }> {
  const { port } = new URL(app.url);
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, body }));
    })
      .on('error', reject)
      .end();
  });
}

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> {
  return fetch(app.url + path, { method, headers, redirect: 'manual' });
}

test.each(['/', '/login', '/login?next=%2F', '/notes/7'])(
  '%s is the page, under a strict policy, never from a cache unasked',
  async (path) => {
    const response = await get(path, HTML);

    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<title>Gatehouse');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  },
);

test.each(['/', '/login', '/nowhere'])(
  '%s can’t be framed, opened by another site’s script or named to one',
  async (path) => {
    const { headers } = await get(path, HTML);

    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('referrer-policy')).toBe('same-origin');
  },
);

test('a browser that came by https comes by https for a year, whatever it asks for; by plain http nothing is said', async () => {
  await using secure = await startTestApp({ uiDirectory: directory, publicUrl: new URL('https://example.com') });
  for (const path of ['/', '/assets/main-1a2b.js', '/nowhere', '/graphql', '/healthz']) {
    const { headers } = await fetch(secure.url + path, { headers: HTML });
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect((await get(path, HTML)).headers.get('strict-transport-security')).toBeNull();
  }
});

test.each(['/nowhere', '/notes', '/notes/7/8', '/notes/', '/LOGIN', '/%2Fevil.example'])(
  '%s is the page with 404, for a person',
  async (path) => {
    const person = await get(path, HTML);
    expect(person.status).toBe(404);
    expect(await person.text()).toContain('<title>Gatehouse');

    const program = await get(path, { accept: '*/*' });
    expect(program.status).toBe(404);
    expect(await program.text()).toBe('Not found\n');
  },
);

test('a file is kept for a year, because another content has another name', async () => {
  const response = await get('/assets/main-1a2b.js', { 'accept-encoding': 'identity' });

  expect(await response.text()).toBe(SCRIPT);
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(response.headers.get('content-encoding')).toBeNull();
});

test.each([
  ['gzip', 'gzip'],
  ['gzip, deflate, br, zstd', 'br'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['gzip;q=0', null],
  ['gzip; q=0.0', null],
  ['identity', null],
])('to %j it is sent in the coding %j', async (accepted, coding) => {
  const response = await get('/assets/main-1a2b.js', { 'accept-encoding': accepted });
  expect(response.headers.get('content-encoding')).toBe(coding);
  expect(response.headers.get('vary')).toBe('Accept-Encoding');
  expect(await response.text()).toBe(SCRIPT);
});

test('who has it already is told so, without the content', async () => {
  const { headers } = await get('/login', HTML);
  const again = await get('/login', { ...HTML, 'if-none-match': String(headers.get('etag')) });
  expect([again.status, await again.text()]).toEqual([304, '']);
  expect(again.headers.get('content-security-policy')).not.toBeNull();
});

test.each([
  '/assets/',
  '/assets/main-1a2b.js.gz',
  '/assets/../pages.json',
  '/assets/%2e%2e/pages.json',
  '/assets/..%2fpages.json',
  '/pages.json',
  '/index.html',
  '/../package.json',
  '//evil.example',
  '/%',
  '*',
  `/${'x'.repeat(8000)}`,
])('%s is no file of the UI', async (path) => {
  // As it is: fetch would tidy it up before it is sent.
  const response = await rawGet(path);
  expect([response.status, response.body]).toEqual([404, 'Not found\n']);
});

test.each([
  ['/login/', '/login'],
  ['/login/?next=%2Fprofile', '/login?next=%2Fprofile'],
  ['/notes/7/', '/notes/7'],
  ['//', '/'],
])('%s leads to %s', async (path, location) => {
  const response = await get(path, HTML);
  expect([response.status, response.headers.get('location')]).toEqual([308, location]);
});

test('where other origins may call, an answer still varies by its coding', async () => {
  await using open = await startTestApp({ uiDirectory: directory, allowedOrigins: ['https://app.example.com'] });
  const response = await fetch(`${open.url}/assets/main-1a2b.js`);
  expect(response.headers.get('vary')).toBe('Accept-Encoding, Origin');
});

test('HEAD has the headers and no content; nothing can be posted to a page', async () => {
  const head = await get('/', HTML, 'HEAD');
  expect([head.status, await head.text()]).toEqual([200, '']);
  expect((await get('/', HTML, 'POST')).status).toBe(404);
});

test('password managers find where a password is changed', async () => {
  const response = await get('/.well-known/change-password');
  expect([response.status, response.headers.get('location')]).toEqual([302, '/password']);
});

test('where no UI was built there is none, and the playground is at the start', async () => {
  await using plain = await startTestApp({ uiDirectory: join(directory, 'nowhere') });
  const response = await fetch(`${plain.url}/`, { redirect: 'manual' });
  expect([response.status, response.headers.get('location')]).toEqual([302, '/graphql']);
});
