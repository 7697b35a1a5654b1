import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Agent } from '../test/agent.ts';
import { attributesOf, type ReceivedSpan, startOtlpReceiver } from '../test/otlp-receiver.ts';
import { ada } from '../test/people.ts';
import { runSql, withDatabaseName } from '../test/postgres-databases.ts';
import { forgetKeys } from '../test/redis-keys.ts';
import { startServer } from '../test/server-process.ts';

const servers = inject('serverTemplate');
const { adminUrl = '', redisUrl = '', name: template = '' } = servers ?? {};
const name = `${template}_tracing`;
const redis = { url: redisUrl, prefix: `${name}:` };

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = { traceparent: `00-${TRACE}-b7ad6b7169203331-01`, tracestate: 'stranger=secret' };

describe.runIf(servers)('on PostgreSQL and Redis', () => {
  const env: Record<string, string> = {
    REDIS_URL: redisUrl,
    REDIS_PREFIX: redis.prefix,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  };

  beforeAll(async () => {
    await runSql(adminUrl, `CREATE DATABASE "${name}" TEMPLATE "${template}"`);
    env.DATABASE_URL = withDatabaseName(adminUrl, name);
  });
  afterAll(async () => {
    await runSql(adminUrl, `DROP DATABASE "${name}" WITH (FORCE)`);
    await forgetKeys(redis);
  });

  test('an operation is a span of its caller’s trace, with the stores’ and the hash’s within it, sent before the end', async () => {
    await using collector = await startOtlpReceiver();
    await using server = startServer({ ...env, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SERVICE_NAME: 'acme' });
    const browser = new Agent(await server.url());
    await browser.signup(ada);
    const { headers } = await browser.send(
      'query SecretName { secretAlias: me { username } }',
      { secret: 'variable' },
      TRACEPARENT,
    );
    await browser.send('mutation { login(input: { username: "ada", password: "secret password" }) { __typename } }');
    await browser.post('not json');
    server.signal('SIGTERM');
    expect(await server.exit).toBe(0);

    const spans = collector.spans();
    const me = spans.find((span) => span.name === 'query me') as ReceivedSpan;
    expect(me).toMatchObject({ traceId: TRACE, parentSpanId: 'b7ad6b7169203331', kind: 2 });
    expect(attributesOf(me)).toEqual({
      'http.request.method': 'POST',
      'url.path': '/graphql',
      'http.response.status_code': 200,
      'gatehouse.request_id': headers.get('x-request-id'),
      'graphql.operation.name': 'me',
      'graphql.operation.type': 'query',
      'gatehouse.outcome': 'success',
    });
    const within = (parent: ReceivedSpan) => spans.filter(({ parentSpanId }) => parentSpanId === parent.spanId);
    expect(within(me).map((span) => span.name)).toEqual(expect.arrayContaining(['find the session', 'find the user']));
    const inTrace = spans.filter(({ traceId }) => traceId === TRACE);
    expect(inTrace.map((span) => attributesOf(span)['db.system.name'])).toEqual(
      expect.arrayContaining(['redis', 'postgresql']),
    );

    const signup = spans.find((span) => span.name === 'mutation signup') as ReceivedSpan;
    expect(signup.parentSpanId ?? '').toBe('');
    expect(within(signup).map((span) => span.name)).toEqual(expect.arrayContaining(['hash', 'User.create', 'zadd']));
    const login = spans.find((span) => span.name === 'mutation login') as ReceivedSpan;
    expect(attributesOf(login)).toMatchObject({ 'gatehouse.outcome': 'InvalidCredentials' });
    expect(within(login).map((span) => span.name)).toContain('verify');
    const refused = spans.find((span) => attributesOf(span)['gatehouse.outcome'] === 'BAD_REQUEST') as ReceivedSpan;
    expect(attributesOf(refused)).toMatchObject({ 'http.response.status_code': 400 });

    expect(collector.resource()).toMatchObject({ 'service.name': 'acme' });
    const { cookie, deviceCookie } = browser;
    expect(collector.bodies.map(({ path }) => path)).toContain('/v1/traces');
    // The ids are random, and may well have these three letters in a row.
    const told = JSON.stringify(spans, (name, value) => (/^(trace|span|parentSpan)Id$/.test(name) ? undefined : value));
    for (const hidden of [/secret/i, /ada/, ada.password, cookie?.split('=')[1], deviceCookie?.split('=')[1]]) {
      expect(told).not.toMatch(hidden as string);
    }
  });

  test('by default they are sent in protobuf, and a sampler that keeps none sends none', async () => {
    await using collector = await startOtlpReceiver();
    const { OTEL_EXPORTER_OTLP_PROTOCOL: _, ...rest } = env;
    for (const [OTEL_TRACES_SAMPLER, isSent] of [
      ['always_on', true],
      ['always_off', false],
    ] as const) {
      collector.bodies.length = 0;
      await using server = startServer({ ...rest, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER });
      await new Agent(await server.url()).me();
      server.signal('SIGTERM');
      await server.exit;

      expect(
        collector.bodies.some(({ type, body }) => type === 'application/x-protobuf' && body.includes('query me')),
      ).toBe(isSent);
    }
  });

  test('a collector that is away costs lines of the log and nothing else, and doesn’t hold up the end', async () => {
    await using server = startServer({ ...env, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    expect(await new Agent(await server.url()).me()).toBeNull();
    const start = performance.now();
    server.signal('SIGTERM');

    expect(await server.exit).toBe(0);
    expect(performance.now() - start).toBeLessThan(6000);
    expect(server.output()).toMatch(/OpenTelemetry: |the last traces could not be sent/);
  });
});
