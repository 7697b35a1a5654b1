import { expect, test } from 'vitest';
import { ada } from './people.ts';
import { MEASURED, metricsUrl, scrape } from './scrape.ts';
import { startTestApp } from './test-app.ts';

const ON_SERVERS = process.env.STORES === 'servers';

test('operations are counted by root field and outcome, whatever clients call them and whether they ask for __typename', async () => {
  await using app = await startTestApp(MEASURED);
  const browser = await app.signedUp(ada);
  for (const document of [
    '{ me { id } }',
    'query Mine { mine: me { id } __typename }',
    'query Again { ...root } fragment root on Query { me { id } }',
    '{ me { id } passwordPolicy { rules { code } } }',
    '{ __schema { queryType { name } } }',
    '{ nothing }',
    'query { ',
    'mutation { login(input: { username: "ada", password: "wrong" }) { ... on LoginSuccess { user { id } } } }',
  ]) {
    await browser.send(document);
  }
  await app
    .visitor()
    .send(
      'mutation { changePassword(input: { currentPassword: "", newPassword: "", newPasswordConfirmation: "" }) { __typename } }',
    );
  await browser.post('{"query": 1}');
  await browser.post('{}', { 'content-type': 'text/plain' });

  const metrics = await scrape(metricsUrl(app));

  const counted = [...metrics].filter(
    ([name, count]) => count > 0 && /^gatehouse_(operations|refused_requests)_total/.test(name),
  );
  expect(metrics.get('gatehouse_operations_total{operation="me",outcome="INTERNAL_SERVER_ERROR"}')).toBe(0);
  expect(Object.fromEntries(counted)).toEqual({
    'gatehouse_operations_total{operation="signup",outcome="success"}': 1,
    'gatehouse_operations_total{operation="me",outcome="success"}': 3,
    'gatehouse_operations_total{operation="several",outcome="success"}': 1,
    'gatehouse_operations_total{operation="introspection",outcome="success"}': 1,
    'gatehouse_operations_total{operation="invalid",outcome="GRAPHQL_VALIDATION_FAILED"}': 1,
    'gatehouse_operations_total{operation="invalid",outcome="GRAPHQL_PARSE_FAILED"}': 1,
    'gatehouse_operations_total{operation="login",outcome="InvalidCredentials"}': 1,
    'gatehouse_operations_total{operation="changePassword",outcome="UNAUTHENTICATED"}': 1,
    'gatehouse_refused_requests_total{code="BAD_REQUEST"}': 1,
    'gatehouse_refused_requests_total{code="UNSUPPORTED_MEDIA_TYPE"}': 1,
  });
  expect(metrics.get('gatehouse_operation_duration_seconds_count{operation="me"}')).toBe(3);
  expect(metrics.get('gatehouse_operation_duration_seconds_bucket{le="+Inf",operation="me"}')).toBe(3);
  expect(metrics.get('gatehouse_operation_duration_seconds_sum{operation="me"}')).toBeGreaterThan(0);
});

test('a histogram’s buckets hold what took no longer than they say', async () => {
  await using app = await startTestApp(MEASURED);
  await app.signedUp(ada);

  const metrics = await scrape(metricsUrl(app));
  const counts = [...metrics].filter(([name]) =>
    /^gatehouse_operation_duration_seconds_bucket.*operation="signup"/.test(name),
  );

  expect(counts.length).toBe(14);
  const numbers = counts.map(([, count]) => count);
  expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
});

test('the stores, the hashes and what happens to accounts are measured', async () => {
  await using app = await startTestApp({ ...MEASURED, limits: { loginAccount: { count: 1, seconds: 900 } } });
  const browser = await app.signedUp(ada);
  await browser.me();
  await browser.logout();
  for (const password of ['wrong', ada.password]) {
    await app.visitor().login('ada', password);
  }

  const metrics = await scrape(metricsUrl(app));

  expect(metrics.get('gatehouse_ready')).toBe(1);
  expect(metrics.get('gatehouse_events_total{event="signedUp"}')).toBe(1);
  expect(metrics.get('gatehouse_events_total{event="loggedOut"}')).toBe(1);
  expect(metrics.get('gatehouse_events_total{event="accountDeleted"}')).toBe(0);
  expect(metrics.get('gatehouse_limited_total{allowance="loginAccount"}')).toBe(1);
  expect(metrics.get('gatehouse_password_hash_duration_seconds_count{work="verify"}')).toBe(1);
  expect(metrics.get('gatehouse_password_hash_duration_seconds_count{work="hash"}')).toBe(1);
  expect(metrics.get('gatehouse_hash_queue{state="running"}')).toBe(0);
  expect(metrics.get('gatehouse_hash_queue_refused_total')).toBe(0);
  expect(metrics.get('gatehouse_database_duration_seconds_count{command="users-by-id"}')).toBe(1);
  expect(metrics.get('gatehouse_database_duration_seconds_count{command="User.create"}')).toBe(1);
  expect(metrics.has('process_start_time_seconds')).toBe(true);
  expect(metrics.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
  if (ON_SERVERS) {
    expect(metrics.get('gatehouse_store_up{store="redis"}')).toBe(1);
    expect(metrics.get('gatehouse_store_up{store="postgresql"}')).toBe(1);
    expect(metrics.get('gatehouse_database_pool{state="idle"}')).toBeGreaterThan(0);
    expect(metrics.get('gatehouse_redis_duration_seconds_count{command="zadd"}')).toBe(1);
    expect(metrics.get('gatehouse_redis_duration_seconds_count{command="eval"}')).toBeGreaterThan(0);
  } else {
    expect(metrics.get('gatehouse_store_up{store="embedded"}')).toBe(1);
  }
});

test('neither names nor passwords nor tokens are among the labels', async () => {
  await using app = await startTestApp(MEASURED);
  const browser = await app.signedUp(ada);
  await browser.send('query SecretName { secretAlias: me { username } }');
  await browser.login('a-secret-name', 'a-secret-password');

  const text = await (await fetch(metricsUrl(app))).text();

  expect(text).not.toMatch(/secret|ada|127\.0\.0\.1/i);
});

test('the metrics have a port of their own, with nothing else on it, and the service’s has none of them', async () => {
  await using app = await startTestApp(MEASURED);
  const url = metricsUrl(app);

  expect((await fetch(url)).headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect((await fetch(url.replace('/metrics', '/graphql'))).status).toBe(404);
  expect((await fetch(url, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`${app.url}/metrics`)).status).toBe(404);
});

test('unless asked for, nothing is measured', async () => {
  await using app = await startTestApp();

  expect(app.config.metrics).toBeNull();
  expect(app.log.map(({ msg }) => msg)).not.toContain('metrics are served');
});
