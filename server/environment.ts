// As a namespace: from the object `z`, the bundle would take forty languages that nobody speaks here.
import * as z from 'zod';
import {
  duration,
  flag,
  type Limit,
  limit,
  milliseconds,
  originOf,
  otlpProtocol,
  proxies,
  redisUrl,
  sampler,
  secretKey,
  urlOf,
  wholeNumber,
  workers,
} from './environment-values.ts';
import { DAY, HOUR, MINUTE, SECOND } from './time.ts';
import {
  DATABASE_TIMEOUTS,
  HASH_LIMITS,
  HTTP_TIMEOUTS,
  REDIS_TIMEOUTS,
  STOP_TIMEOUT,
  STORE_PING_TIMEOUT,
} from './time-outs.ts';

/** How long a session lives without being used, and how long at the most. */
export interface Lifetime {
  idle: number;
  absolute: number;
}

/** By whether the person asked to be remembered. */
export interface Lifetimes {
  browser: Lifetime;
  remembered: Lifetime;
}

/** How often something may be attempted; each is described in .env.example. */
export interface AttemptLimits {
  readonly loginAccount: Limit;
  readonly loginAccountAddress: Limit;
  readonly loginAddress: Limit;
  readonly loginService: Limit;
  readonly signupAddress: Limit;
  readonly signupService: Limit;
  readonly checkPasswordAddress: Limit;
  readonly checkPasswordService: Limit;
  readonly revokeAccount: Limit;
}

/** As limits are written. */
const HOUR_IN_SECONDS = HOUR / SECOND;

/** The environment's variables, one a line; what each means is in .env.example and in the README. */
export const environmentSchema = z.object({
  // A misspelt value would run production as a development server.
  NODE_ENV: z
    .enum(['development', 'test', 'production'], { error: 'must be development, test or production' })
    .default('development'),
  HOST: z.string().optional(),
  PORT: wholeNumber(0, 65_535).default(4000),
  METRICS_PORT: wholeNumber(0, 65_535).optional(),
  METRICS_HOST: z.string().optional(),
  PUBLIC_URL: z.string().transform(originOf).optional(),
  TRUST_PROXY: proxies().optional(),
  SECRET_KEY: secretKey().optional(),
  SECRET_KEY_PREVIOUS: secretKey().optional(),
  ALLOWED_ORIGINS: z
    .string()
    .transform((text, context) => text.split(',').map((part) => originOf(part.trim(), context).origin))
    .default([]),
  DATABASE_URL: urlOf(['postgres:', 'postgresql:']).optional(),
  DATABASE_POOLER: z.enum(['none', 'transaction'], { error: 'must be none or transaction' }).default('none'),
  DATA_DIR: z.string().default('.data'),
  ALLOW_EMBEDDED: flag().default(false),
  MIGRATE: z.enum(['apply', 'check', 'off'], { error: 'must be apply, check or off' }).default('apply'),
  MIGRATE_DATABASE_URL: urlOf(['postgres:', 'postgresql:']).optional(),
  REDIS_URL: redisUrl().optional(),
  REDIS_PREFIX: z.string().default('gatehouse:'),
  LIMIT_LOGIN_ACCOUNT: limit({ count: 5, seconds: HOUR_IN_SECONDS / 4 }, 100),
  LIMIT_LOGIN_ACCOUNT_ADDRESS: limit({ count: 20, seconds: 24 * HOUR_IN_SECONDS }),
  LIMIT_LOGIN_ADDRESS: limit({ count: 50, seconds: HOUR_IN_SECONDS / 4 }),
  LIMIT_LOGIN_SERVICE: limit({ count: 5000, seconds: HOUR_IN_SECONDS / 4 }),
  LIMIT_SIGNUP_ADDRESS: limit({ count: 30, seconds: HOUR_IN_SECONDS }),
  LIMIT_SIGNUP_SERVICE: limit({ count: 3000, seconds: HOUR_IN_SECONDS }),
  LIMIT_CHECK_PASSWORD_ADDRESS: limit({ count: 300, seconds: HOUR_IN_SECONDS / 4 }),
  LIMIT_CHECK_PASSWORD_SERVICE: limit({ count: 100_000, seconds: HOUR_IN_SECONDS / 4 }),
  LIMIT_REVOKE_ACCOUNT: limit({ count: 10, seconds: HOUR_IN_SECONDS }),
  PASSWORD_MIN_LENGTH: wholeNumber(8, 64).default(8),
  SERVICE_NAME: z
    .string()
    .trim()
    .regex(/(\p{L}\P{L}*){3}/u, { error: 'must have at least 3 letters' })
    .default('Gatehouse'),
  SESSION_IDLE: duration('12h'),
  SESSION_ABSOLUTE: duration('7d'),
  SESSION_REMEMBER_IDLE: duration('14d'),
  SESSION_REMEMBER_ABSOLUTE: duration('30d'),
  SESSION_MAX_PER_USER: wholeNumber(1, 1000).default(100),
  BCRYPT_COST: wholeNumber(10, 16).default(12),
  WORKERS: workers().default(1),
  STOP_DELAY_MS: wholeNumber(0, 5000).default(0),
  REQUEST_DEADLINE_MS: wholeNumber(500, 60_000).default(3000),
  STOP_TIMEOUT_MS: milliseconds(500, 10 * MINUTE, STOP_TIMEOUT),
  HTTP_HEADERS_TIMEOUT_MS: milliseconds(1000, 10 * MINUTE, HTTP_TIMEOUTS.headers),
  HTTP_REQUEST_TIMEOUT_MS: milliseconds(1000, 10 * MINUTE, HTTP_TIMEOUTS.request),
  HTTP_KEEP_ALIVE_TIMEOUT_MS: milliseconds(1000, 10 * MINUTE, HTTP_TIMEOUTS.keepAlive),
  DATABASE_POOL_SIZE: wholeNumber(1, 1000).default(DATABASE_TIMEOUTS.poolSize),
  DATABASE_CONNECT_TIMEOUT_MS: milliseconds(100, MINUTE, DATABASE_TIMEOUTS.connect),
  DATABASE_IDLE_TIMEOUT_MS: milliseconds(1000, HOUR, DATABASE_TIMEOUTS.idle),
  DATABASE_STATEMENT_TIMEOUT_MS: milliseconds(100, MINUTE, DATABASE_TIMEOUTS.statement),
  DATABASE_LOCK_TIMEOUT_MS: milliseconds(100, MINUTE, DATABASE_TIMEOUTS.lock),
  DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS: milliseconds(100, HOUR, DATABASE_TIMEOUTS.idleInTransaction),
  DATABASE_MIGRATION_TIMEOUT_MS: milliseconds(1000, DAY, DATABASE_TIMEOUTS.migration),
  REDIS_CONNECT_TIMEOUT_MS: milliseconds(100, MINUTE, REDIS_TIMEOUTS.connect),
  REDIS_COMMAND_TIMEOUT_MS: milliseconds(100, MINUTE, REDIS_TIMEOUTS.command),
  STORE_PING_TIMEOUT_MS: milliseconds(100, MINUTE, STORE_PING_TIMEOUT),
  HASH_CONCURRENCY: wholeNumber(1, 256).optional(),
  HASH_MAX_WAITING: wholeNumber(1, 100_000).default(HASH_LIMITS.mostWaiting),
  REQUEST_MAX_BYTES: wholeNumber(10_000, 10_000_000).default(100_000),
  // What GraphiQL asks of the schema has to fit: 6 levels deep, and some 200 tokens and fields.
  QUERY_MAX_TOKENS: wholeNumber(300, 10_000).default(1000),
  QUERY_MAX_DEPTH: wholeNumber(6, 100).default(10),
  QUERY_MAX_ALIASES: wholeNumber(0, 1000).default(15),
  QUERY_MAX_DIRECTIVES: wholeNumber(0, 1000).default(5),
  QUERY_MAX_COST: wholeNumber(300, 1_000_000).default(1000),
  ANSWER_MAX_ERRORS: wholeNumber(1, 100).default(5),
  TRUSTED_DOCUMENTS: z.enum(['off', 'only'], { error: 'must be off or only' }).default('off'),
  TRUSTED_DOCUMENTS_FROM: z
    .string()
    .transform((text) => text.split(',').map((path) => path.trim()))
    .default([]),
  PLAYGROUND: flag().optional(),
  INTROSPECTION: flag().optional(),
  // OpenTelemetry's own names. What isn't listed here its SDK reads all the same.
  OTEL_SDK_DISABLED: z
    .string()
    .transform((text) => text.toLowerCase() === 'true')
    .default(false),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none'], { error: 'must be otlp or none' }).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: urlOf(['http:', 'https:']).optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: urlOf(['http:', 'https:']).optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: otlpProtocol().optional(),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: otlpProtocol().optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
  OTEL_SERVICE_NAME: z.string().optional(),
  OTEL_RESOURCE_ATTRIBUTES: z.string().optional(),
  OTEL_TRACES_SAMPLER: sampler().optional(),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0|1|0?\.\d+|1\.0+)$/, { error: 'must be a number from 0 to 1' })
    .optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], { error: 'must be debug, info, warn, error or silent' })
    .default('info'),
});

/** What production can't do without. */
export const PRODUCTION_NEEDS: readonly string[] = ['DATABASE_URL', 'REDIS_URL', 'PUBLIC_URL', 'SECRET_KEY'];

/** What of it is missing or unsafe, each by its variable. */
export function missingInProduction(given: Record<string, string | undefined>, required: readonly string[]): string[] {
  if (given.NODE_ENV !== 'production') {
    return [];
  }
  const problems: string[] = [];
  for (const name of required.filter((needed) => !given[needed])) {
    if (name === 'PUBLIC_URL') {
      problems.push('PUBLIC_URL is required in production');
    } else if (name === 'SECRET_KEY') {
      // Embedded, one is made and kept with the data.
      if (given.DATABASE_URL || given.ALLOW_EMBEDDED !== 'true') {
        problems.push('SECRET_KEY is required in production: `openssl rand -hex 32` makes one');
      }
    } else if (given.ALLOW_EMBEDDED !== 'true') {
      problems.push(`${name} is required in production (ALLOW_EMBEDDED=true runs without it)`);
    }
  }
  if (given.PUBLIC_URL && isPlain(given.PUBLIC_URL) && !isLoopback(given.PUBLIC_URL)) {
    // A session cookie without Secure would travel in the clear.
    problems.push('PUBLIC_URL must be https in production (plain http is for localhost)');
  }
  return problems;
}

/**
 * What several processes can't do without, or they weren't one service, each by its variable. `auto` needs it wherever
 * it runs: what it comes to on one machine, it doesn't on the next.
 */
export function missingForWorkers(given: Record<string, string | undefined>): string[] {
  if (given.WORKERS === undefined || given.WORKERS === '1') {
    return [];
  }
  const reasons = {
    DATABASE_URL: 'the embedded database belongs to one process',
    REDIS_URL: 'without it, each process would count attempts for itself',
    SECRET_KEY: 'without it, each process would make its own',
  };
  return Object.entries(reasons)
    .filter(([name]) => !given[name] && !given[`${name}_FILE`])
    .map(([name, reason]) => `WORKERS needs ${name}: ${reason}`);
}

/** As the URL is read: spaces before it don't count. */
function isPlain(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'http:';
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && /^(localhost|\[::1\]|127\.\d+\.\d+\.\d+)$/.test(new URL(url).hostname);
}
