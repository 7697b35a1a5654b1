import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { type ConfigError, loadConfig } from './config.ts';
import { environmentSchema } from './environment.ts';
import { SECRETS } from './secret-files.ts';

/** As `openssl rand -hex 32` makes one. */
const KEY = '5a1f0c8e7b9d2346f1e0a7c58b3d9e62407f8c1b6a5d3e92c0b4f7a81d6e2c39';

const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://db/x',
  REDIS_URL: 'redis://r',
  SECRET_KEY: KEY,
};

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadConfig(environment);
  } catch (error) {
    return (error as ConfigError).problems;
  }
  return [];
}

test('an empty environment is development on embedded defaults', () => {
  expect(loadConfig({})).toMatchObject({
    profile: 'development',
    host: '127.0.0.1',
    port: 4000,
    publicUrl: new URL('http://localhost:4000'),
    database: { directory: '.data' },
    redis: null,
    migrate: 'apply',
    playground: true,
    introspection: true,
    bcryptCost: 12,
  });
});

test('a query is limited in every profile alike', () => {
  const production = { NODE_ENV: 'production', ALLOW_EMBEDDED: 'true', PUBLIC_URL: 'https://example.com' };
  for (const environment of [{}, production]) {
    expect(loadConfig(environment)).toMatchObject({
      longestBody: 100_000,
      deadline: 3000,
      query: { tokens: 1000, depth: 10, aliases: 15, directives: 5, cost: 1000, errors: 5 },
    });
  }
});

test('several workers need what makes them one service, and whoever can’t have them is told why', () => {
  const servers = { DATABASE_URL: 'postgresql://db/x', REDIS_URL: 'redis://r', SECRET_KEY: KEY };
  const reasons = [
    'WORKERS needs DATABASE_URL: the embedded database belongs to one process',
    'WORKERS needs REDIS_URL: without it, each process would count attempts for itself',
    'WORKERS needs SECRET_KEY: without it, each process would make its own',
  ];
  for (const WORKERS of ['2', 'auto']) {
    expect(problemsOf({ WORKERS })).toEqual(reasons);
    expect(problemsOf({ ...servers, WORKERS, REDIS_URL: '' })).toEqual([reasons[1]]);
  }
  expect(loadConfig({}).workers).toBe(1);
  expect(loadConfig({ WORKERS: '1' }).workers).toBe(1);
  expect(loadConfig({ ...servers, WORKERS: '2' }).workers).toBe(2);
  expect(loadConfig({ ...servers, WORKERS: 'auto' }).workers).toBe(availableParallelism());
  for (const WORKERS of ['0', '257', '-1', '1.5', 'Auto', 'hunter2']) {
    expect(problemsOf({ ...servers, WORKERS })).toEqual(['WORKERS must be auto or a whole number from 1 to 256']);
  }
});

test('headers that may take longer than the whole request are refused', () => {
  expect(problemsOf({ HTTP_REQUEST_TIMEOUT_MS: '5000' })).toEqual([
    'HTTP_HEADERS_TIMEOUT_MS is longer than HTTP_REQUEST_TIMEOUT_MS',
  ]);
});

test('a delay that takes up all the time to stop is refused', () => {
  expect(problemsOf({ STOP_DELAY_MS: '3000', STOP_TIMEOUT_MS: '3000' })).toEqual([
    'STOP_DELAY_MS is not shorter than STOP_TIMEOUT_MS: no request in flight could be finished',
  ]);
});

test('workers share the cores for hashing, unless it is said how many each may take', () => {
  const servers = { DATABASE_URL: 'postgresql://db/x', REDIS_URL: 'redis://r', SECRET_KEY: KEY };
  const cores = availableParallelism();
  expect(loadConfig({}).hashing.concurrency).toBe(Math.min(cores, 3));
  expect(loadConfig({ ...servers, WORKERS: '2' }).hashing.concurrency).toBe(
    Math.min(Math.max(1, Math.floor(cores / 2)), 3),
  );
  expect(loadConfig({ ...servers, WORKERS: '200' }).hashing.concurrency).toBe(1);
  expect(loadConfig({ ...servers, WORKERS: '2', HASH_CONCURRENCY: '7' }).hashing.concurrency).toBe(7);
});

test('each wait ends before the request does that waits for it', () => {
  const { deadline, timeouts } = loadConfig({});
  const { database, redis, storePing, stop } = timeouts;
  for (const wait of [database.connect, database.statement, database.lock, redis.command, storePing]) {
    expect(wait).toBeLessThan(deadline);
  }
  expect(stop).toBeGreaterThan(deadline);
});

test('metrics are off unless they have a port, which is for this machine alone but in production', () => {
  expect(loadConfig({}).metrics).toBeNull();
  expect(loadConfig({ METRICS_PORT: '9464', HOST: '0.0.0.0' }).metrics).toEqual({ host: '127.0.0.1', port: 9464 });
  const production = { ...PRODUCTION, PUBLIC_URL: 'https://example.com', METRICS_PORT: '9464' };
  expect(loadConfig(production).metrics).toEqual({ host: '0.0.0.0', port: 9464 });
  expect(loadConfig({ ...production, METRICS_HOST: '10.0.0.7' }).metrics?.host).toBe('10.0.0.7');
  expect(problemsOf({ METRICS_PORT: '4000' })).toEqual(['METRICS_PORT is the same as PORT']);
});

test.each([
  [{}, null],
  [{ OTEL_SERVICE_NAME: 'acme' }, null],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }, 'http/protobuf'],
  [{ OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }, 'http/json'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_TRACES_EXPORTER: 'none' }, null],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_SDK_DISABLED: 'TRUE' }, null],
])('with %j traces are sent by %j', (environment, protocol) => {
  expect(loadConfig(environment).tracing).toEqual(protocol && { protocol });
});

test('a setting of OpenTelemetry that would be taken for another is refused', () => {
  const problems = problemsOf({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_TRACES_EXPORTER: 'zipkin',
    OTEL_TRACES_SAMPLER: 'ratio',
    OTEL_TRACES_SAMPLER_ARG: '1%',
  });
  expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
    'OTEL_TRACES_EXPORTER',
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'OTEL_EXPORTER_OTLP_PROTOCOL',
    'OTEL_TRACES_SAMPLER',
    'OTEL_TRACES_SAMPLER_ARG',
  ]);
});

test('production names everything that is missing', () => {
  expect(problemsOf({ NODE_ENV: 'production' })).toEqual([
    'DATABASE_URL is required in production (ALLOW_EMBEDDED=true runs without it)',
    'REDIS_URL is required in production (ALLOW_EMBEDDED=true runs without it)',
    'PUBLIC_URL is required in production',
    'SECRET_KEY is required in production: `openssl rand -hex 32` makes one',
  ]);
});

test('production needs a secret key; run embedded, it makes one itself', () => {
  const missing = ['SECRET_KEY is required in production: `openssl rand -hex 32` makes one'];
  const servers = { ...PRODUCTION, PUBLIC_URL: 'https://example.com', SECRET_KEY: '' };
  expect(problemsOf(servers)).toEqual(missing);
  expect(problemsOf({ ...servers, ALLOW_EMBEDDED: 'true' })).toEqual(missing);
  expect(problemsOf({ ...servers, ALLOW_EMBEDDED: 'true', DATABASE_URL: '' })).toEqual([]);
});

test('development beside a database server hints that its key is gone with the process', () => {
  expect(loadConfig({ DATABASE_URL: 'postgresql://db/x' }).hints.join()).toContain('SECRET_KEY is not set');
  expect(loadConfig({ DATABASE_URL: 'postgresql://db/x', SECRET_KEY: KEY }).hints.join()).not.toContain('SECRET_KEY');
  expect(loadConfig({}).hints.join()).not.toContain('SECRET_KEY');
});

test('a secret key is any text of 32 bytes, and so is the one before', () => {
  for (const key of [KEY, Buffer.from(KEY, 'hex').toString('base64'), 'drei süße Schlüssel für zwölf T']) {
    expect(loadConfig({ SECRET_KEY: key }).secretKeys).toEqual({ current: key, previous: null });
  }
  const keys = { SECRET_KEY: KEY, SECRET_KEY_PREVIOUS: `${KEY}0` };
  expect(loadConfig(keys).secretKeys).toEqual({ current: KEY, previous: `${KEY}0` });
});

test.each([
  KEY.slice(0, 31),
  'a'.repeat(64),
  '0123456789abcdef'.repeat(4),
  'abcabdabcabdabcabdabcabdabcabdabca',
  'changeme',
])('as a secret key %j is refused, and not repeated', (weak) => {
  for (const name of ['SECRET_KEY', 'SECRET_KEY_PREVIOUS']) {
    const problems = problemsOf({ [name]: weak });
    expect(problems[0]).toMatch(new RegExp(`^${name} .*openssl rand -hex 32`));
    expect(problems.join()).not.toContain(weak);
  }
});

test('a key that is replaced by itself is refused', () => {
  expect(problemsOf({ SECRET_KEY: KEY, SECRET_KEY_PREVIOUS: KEY })).toEqual([
    'SECRET_KEY_PREVIOUS is the same as SECRET_KEY',
  ]);
});

test('every problem is listed at once, by name and never by value', () => {
  const problems = problemsOf({
    NODE_ENV: 'production',
    PORT: 'secret1',
    DATABASE_URL: 'mysql://user:secret2@host/db',
    PUBLIC_URL: 'https://example.com/secret3',
    LIMIT_LOGIN_ACCOUNT: 'secret4',
    LIMIT_LOGIN_ACOUNT: '5/900',
    QUERY_MAX_DEPHT: '6',
    REDIS_COMAND_TIMEOUT_MS: '100',
    STOP_TIMEOUT_MS: '0',
    QUERY_MAX_TOKENS: '299',
    MIGRATE: 'secret5',
    BCRYPT_COST: '4',
    PLAYGROUND: 'yes',
    SECRET_KEY: 'secret6',
    REDIS_URL: 'redis+cluster://user:secret7@one/1',
  });

  const names = problems.map((problem) => problem.split(' ')[0]);
  expect(names.sort()).toEqual(
    [
      'BCRYPT_COST',
      'DATABASE_URL',
      'LIMIT_LOGIN_ACCOUNT',
      'LIMIT_LOGIN_ACOUNT',
      'MIGRATE',
      'PLAYGROUND',
      'PORT',
      'PUBLIC_URL',
      'QUERY_MAX_DEPHT',
      'QUERY_MAX_TOKENS',
      'REDIS_COMAND_TIMEOUT_MS',
      'REDIS_URL',
      'SECRET_KEY',
      'STOP_TIMEOUT_MS',
    ].sort(),
  );
  expect(problems.join()).not.toContain('secret');
});

test('what isn’t a secret isn’t looked for in a file, and doesn’t count as given', () => {
  const { PUBLIC_URL: _, ...rest } = { ...PRODUCTION, PUBLIC_URL: '' };
  expect(problemsOf({ ...rest, PUBLIC_URL_FILE: '/run/secrets/url' })).toEqual([
    'PUBLIC_URL is required in production',
    'PUBLIC_URL_FILE is not read: only secrets come from files',
  ]);
});

test('a limit’s window is a week at the most: a longer one would overflow a timer and limit nothing', () => {
  expect(problemsOf({ LIMIT_LOGIN_ACCOUNT: '5/604800' })).toEqual([]);
  expect(problemsOf({ LIMIT_LOGIN_ACCOUNT: '5/604801' })).toHaveLength(1);
  expect(problemsOf({ LIMIT_LOGIN_ACCOUNT: '100/900' })).toEqual([]);
  expect(problemsOf({ LIMIT_LOGIN_ACCOUNT: '101/900' })).toEqual([expect.stringContaining('at most 100')]);
});

test.each([
  ['90m', 90 * 60_000],
  ['12h', 43_200_000],
  ['366d', 366 * 86_400_000],
])('a session may live %s', (SESSION_ABSOLUTE, milliseconds) => {
  expect(loadConfig({ SESSION_ABSOLUTE }).sessions.lifetimes.browser.absolute).toBe(milliseconds);
});

test.each(['0h', '12', 'h', '1.5h', '-1h', '59s', '367d', '12 h', '1w'])('a session can’t live %j', (SESSION_IDLE) => {
  expect(problemsOf({ SESSION_IDLE })).toEqual([
    'SESSION_IDLE must be a duration like 30m, 12h or 7d, from a minute to a year',
  ]);
});

test('production listens on every address, without playground and introspection unless asked for', () => {
  const quiet = { ...PRODUCTION, PUBLIC_URL: 'https://accounts.example.com' };
  expect(loadConfig(quiet)).toMatchObject({ host: '0.0.0.0', playground: false, introspection: false });
  expect(loadConfig({ ...quiet, PLAYGROUND: 'true' })).toMatchObject({ playground: true, introspection: true });
  expect(loadConfig({ ...quiet, INTROSPECTION: 'true' })).toMatchObject({ playground: false, introspection: true });
});

test.each([
  [' http://accounts.example.com', ['PUBLIC_URL must be https in production (plain http is for localhost)']],
  ['http://accounts.example.com', ['PUBLIC_URL must be https in production (plain http is for localhost)']],
  ['http://localhost:4000', []],
  ['https://accounts.example.com', []],
])('PUBLIC_URL=%s in production has the problems %j', (PUBLIC_URL, problems) => {
  expect(problemsOf({ ...PRODUCTION, PUBLIC_URL })).toEqual(problems);
});

test('ALLOW_EMBEDDED lets production run embedded, with a warning', () => {
  const config = loadConfig({ NODE_ENV: 'production', ALLOW_EMBEDDED: 'true', PUBLIC_URL: 'https://example.com' });
  expect(config.database).toEqual({ directory: '.data' });
  expect(config.warnings).toHaveLength(1);
});

test('the least length of a password is 8 to 64, and below 15 a hint says what is recommended', () => {
  expect(loadConfig({})).toMatchObject({ passwordMinLength: 8, serviceName: 'Gatehouse' });
  expect(loadConfig({}).hints.join()).toContain('NIST recommends 15');
  expect(loadConfig({ PASSWORD_MIN_LENGTH: '15' }).hints).toEqual([]);
  expect(problemsOf({ PASSWORD_MIN_LENGTH: '7' })).toHaveLength(1);
  expect(problemsOf({ PASSWORD_MIN_LENGTH: '65' })).toHaveLength(1);
});

test('a service’s name has letters enough to be recognised in a password', () => {
  expect(loadConfig({ SERVICE_NAME: ' Acme Accounts ' }).serviceName).toBe('Acme Accounts');
  expect(problemsOf({ SERVICE_NAME: 'A1' })).toEqual(['SERVICE_NAME must have at least 3 letters']);
});

test('a variable that is set to nothing is not set', () => {
  expect(loadConfig({ DATABASE_URL: '', REDIS_URL: ' ' })).toMatchObject({ redis: null });
});

test('.env.example lists every variable', async () => {
  const example = await readFile('.env.example', 'utf8');
  const listed = [...example.matchAll(/^#?\s?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
  const files = SECRETS.filter((name) => name in environmentSchema.shape).map((name) => `${name}_FILE`);
  expect([...Object.keys(environmentSchema.shape), ...files].filter((name) => !listed.includes(name))).toEqual([]);
});
