import { expect, test } from 'vitest';
import { startTestApp } from './test-app.ts';

test('the process is alive and ready, and says no more than that', async () => {
  await using app = await startTestApp();

  const alive = await fetch(`${app.url}/healthz`);
  const ready = await fetch(`${app.url}/readyz`);

  expect([alive.status, await alive.text()]).toEqual([200, 'ok\n']);
  expect([ready.status, await ready.text()]).toEqual([200, 'ready\n']);
});

test('the playground is a page of ours that loads nothing from elsewhere', async () => {
  await using app = await startTestApp();

  const page = await fetch(`${app.url}/graphql`, { headers: { accept: 'text/html' } });
  const html = await page.text();

  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'sha256-/);
  expect(html).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/);
  expect(html).toContain('mutation SignUp');
  const home = await fetch(app.url, { redirect: 'manual' });
  expect([home.status, home.headers.get('location')]).toEqual([302, '/graphql']);
});

test('in production there is no playground and no introspection unless asked for', async () => {
  await using app = await startTestApp({ playground: false, introspection: false });

  const page = await fetch(`${app.url}/graphql`, { headers: { accept: 'text/html' } });
  const { errors } = await app.visitor().send('{ __schema { queryType { name } } }');

  expect(page.status).toBe(405);
  expect((await fetch(app.url)).status).toBe(404);
  expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
});
