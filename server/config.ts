import type { z } from 'zod';
import {
  type AttemptLimits,
  environmentSchema,
  type Lifetimes,
  missingForWorkers,
  missingInProduction,
  PRODUCTION_NEEDS,
} from './environment.ts';
import type { Proxies } from './proxies.ts';
import { readSecretFiles, SECRETS } from './secret-files.ts';
import {
  type DatabaseTimeouts,
  type HashLimits,
  type HttpTimeouts,
  hashesAtOnce,
  type RedisTimeouts,
} from './time-outs.ts';

/** A PostgreSQL server, and what stands before it; or the embedded one's directory. */
export type DatabasePlace =
  | { readonly url: string; readonly pooler?: 'none' | 'transaction'; readonly migrationUrl?: string | null }
  | { readonly directory: string };

/** Everything the environment decides, read once and never changed. */
export interface Config {
  readonly profile: 'development' | 'production';
  readonly host: string;
  /** 0 lets the system choose a free port. */
  readonly port: number;
  /** Where Prometheus finds the metrics; null: nothing is measured. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  /** How traces are sent; null: there are none. Where to and how many, OpenTelemetry's SDK reads from OTEL_… itself. */
  readonly tracing: { readonly protocol: 'http/protobuf' | 'http/json' } | null;
  /** Where browsers find the service: decides our own origin, the cookie's name and Secure. */
  readonly publicUrl: URL;
  /** Whose word on a client's address counts; null: nobody's. */
  readonly trustProxy: Proxies | null;
  /** What signatures are made with. Without a current one, secret-keys.ts makes it when the stores are opened. */
  readonly secretKeys: { readonly current: string | null; readonly previous: string | null };
  /** Other origins whose pages may call the API with the cookie. */
  readonly allowedOrigins: readonly string[];
  readonly database: DatabasePlace;
  readonly migrate: 'apply' | 'check' | 'off';
  /** Absent: sessions live in the database and attempts are counted in the process. */
  readonly redis: { readonly url: string; readonly prefix: string } | null;
  readonly limits: AttemptLimits;
  readonly sessions: {
    /** How long sessions live, in milliseconds. */
    readonly lifetimes: Lifetimes;
    /** Another one ends the oldest. */
    readonly mostPerUser: number;
  };
  /** The least length of a new password, in code points. */
  readonly passwordMinLength: number;
  /** What the service is called; as a password it is refused. */
  readonly serviceName: string;
  /** Work factor of bcrypt, as a power of two. */
  readonly bcryptCost: number;
  /** How many processes serve; above 1, another one supervises them. */
  readonly workers: number;
  /** After SIGTERM, requests are still taken for this many milliseconds, so that a balancer notices in time. */
  readonly stopDelay: number;
  /** Every request is answered this many milliseconds after its body has arrived. */
  readonly deadline: number;
  /** How long others may keep us waiting, in milliseconds; .env.example says why. */
  readonly timeouts: {
    readonly database: DatabaseTimeouts;
    readonly redis: RedisTimeouts;
    readonly http: HttpTimeouts;
    /** How long a store may take to say that it is there. */
    readonly storePing: number;
    /** How long the requests in flight may take after SIGTERM. */
    readonly stop: number;
  };
  readonly hashing: HashLimits;
  /** The longest body that is heard, in bytes. */
  readonly longestBody: number;
  /** How much one document may ask for, and how many errors an answer tells. */
  readonly query: {
    readonly tokens: number;
    readonly depth: number;
    readonly aliases: number;
    readonly directives: number;
    readonly cost: number;
    readonly errors: number;
  };
  /** Null: a client may send any document. Otherwise only those of our own client, and of more files. */
  readonly trustedDocuments: { readonly more: readonly string[] } | null;
  readonly playground: boolean;
  readonly introspection: boolean;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Said once at the start. */
  readonly warnings: readonly string[];
  /** What is worth considering, and no fault. */
  readonly hints: readonly string[];
}

/** The environment can't be used as it is; every problem is named by its variable and never by its value. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment can't be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

export type Environment = Record<string, string | undefined>;

/** The variables as they were given, for the command line to judge. */
export function givenEnvironment(): Environment {
  return { ...process.env };
}

/** One secret that is no setting, as it was given, by itself or in a file. @throws {ConfigError} */
export function givenSecret(name: 'GATEHOUSE_PASSWORD'): string | undefined {
  const own = { [name]: process.env[name], [`${name}_FILE`]: process.env[`${name}_FILE`] };
  const { given, problems } = readSecretFiles(own);
  if (problems.length > 0) {
    throw new ConfigError(problems);
  }
  return given[name];
}

/**
 * Reads the configuration from an environment. `required` is what production can't do without.
 * @throws {ConfigError} with every problem at once
 */
export function loadConfig(environment: Environment = process.env, required = PRODUCTION_NEEDS): Config {
  // A variable that is set to nothing is one that isn't set: compose files and shells write it so.
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const { given, problems: unread } = readSecretFiles(set);
  const parsed = environmentSchema.safeParse(given);
  const problems = [
    ...unread,
    // A secret whose file couldn't be read isn't missing as well.
    ...missingInProduction(
      given,
      required.filter((name) => !(SECRETS.includes(name) && `${name}_FILE` in set)),
    ),
    ...missingForWorkers(set),
    ...misspeltLimits(given),
    ...misplacedFiles(given),
    ...sameKeys(given),
    ...(parsed.success ? contradictions(parsed.data) : describe(parsed.error)),
  ];
  if (!parsed.success || problems.length > 0) {
    throw new ConfigError(problems);
  }
  return Object.freeze(assemble(parsed.data));
}

function assemble(env: z.output<typeof environmentSchema>): Config {
  const production = env.NODE_ENV === 'production';
  // Development listens to this machine alone: the playground is not for the neighbours.
  const everybody = production ? '0.0.0.0' : '127.0.0.1';
  return {
    profile: production ? 'production' : 'development',
    host: env.HOST ?? everybody,
    port: env.PORT,
    metrics: env.METRICS_PORT === undefined ? null : { host: env.METRICS_HOST ?? everybody, port: env.METRICS_PORT },
    tracing: tracingOf(env),
    publicUrl: env.PUBLIC_URL ?? new URL(`http://localhost:${env.PORT}`),
    trustProxy: env.TRUST_PROXY ?? null,
    secretKeys: { current: env.SECRET_KEY ?? null, previous: env.SECRET_KEY_PREVIOUS ?? null },
    allowedOrigins: env.ALLOWED_ORIGINS,
    database: env.DATABASE_URL
      ? { url: env.DATABASE_URL, pooler: env.DATABASE_POOLER, migrationUrl: env.MIGRATE_DATABASE_URL ?? null }
      : { directory: env.DATA_DIR },
    migrate: env.MIGRATE,
    redis: env.REDIS_URL ? { url: env.REDIS_URL, prefix: env.REDIS_PREFIX } : null,
    limits: {
      loginAccount: env.LIMIT_LOGIN_ACCOUNT,
      loginAccountAddress: env.LIMIT_LOGIN_ACCOUNT_ADDRESS,
      loginAddress: env.LIMIT_LOGIN_ADDRESS,
      loginService: env.LIMIT_LOGIN_SERVICE,
      signupAddress: env.LIMIT_SIGNUP_ADDRESS,
      signupService: env.LIMIT_SIGNUP_SERVICE,
      checkPasswordAddress: env.LIMIT_CHECK_PASSWORD_ADDRESS,
      checkPasswordService: env.LIMIT_CHECK_PASSWORD_SERVICE,
      revokeAccount: env.LIMIT_REVOKE_ACCOUNT,
    },
    sessions: {
      lifetimes: {
        browser: { idle: env.SESSION_IDLE, absolute: env.SESSION_ABSOLUTE },
        remembered: { idle: env.SESSION_REMEMBER_IDLE, absolute: env.SESSION_REMEMBER_ABSOLUTE },
      },
      mostPerUser: env.SESSION_MAX_PER_USER,
    },
    passwordMinLength: env.PASSWORD_MIN_LENGTH,
    serviceName: env.SERVICE_NAME,
    bcryptCost: env.BCRYPT_COST,
    workers: env.WORKERS,
    stopDelay: env.STOP_DELAY_MS,
    deadline: env.REQUEST_DEADLINE_MS,
    timeouts: timeoutsOf(env),
    hashing: {
      // The workers share the cores, and the one that is left to everything else.
      concurrency: env.HASH_CONCURRENCY ?? hashesAtOnce(env.WORKERS),
      mostWaiting: env.HASH_MAX_WAITING,
    },
    longestBody: env.REQUEST_MAX_BYTES,
    query: {
      tokens: env.QUERY_MAX_TOKENS,
      depth: env.QUERY_MAX_DEPTH,
      aliases: env.QUERY_MAX_ALIASES,
      directives: env.QUERY_MAX_DIRECTIVES,
      cost: env.QUERY_MAX_COST,
      errors: env.ANSWER_MAX_ERRORS,
    },
    trustedDocuments: env.TRUSTED_DOCUMENTS === 'only' ? { more: env.TRUSTED_DOCUMENTS_FROM } : null,
    playground: env.PLAYGROUND ?? !production,
    introspection: env.INTROSPECTION ?? env.PLAYGROUND ?? !production,
    logLevel: env.LOG_LEVEL,
    warnings: warningsFor(env),
    hints: hintsFor(env),
  };
}

/** On where a collector is named. By its specification it would be on by itself, and send to a port that nobody listens on. */
function tracingOf(env: z.output<typeof environmentSchema>): Config['tracing'] {
  const { OTEL_TRACES_EXPORTER: exporter } = env;
  const named = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (env.OTEL_SDK_DISABLED || exporter === 'none' || (exporter === undefined && named === undefined)) {
    return null;
  }
  const { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: ofTraces, OTEL_EXPORTER_OTLP_PROTOCOL: ofAll } = env;
  return { protocol: ofTraces ?? ofAll ?? 'http/protobuf' };
}

function timeoutsOf(env: z.output<typeof environmentSchema>): Config['timeouts'] {
  return {
    database: {
      poolSize: env.DATABASE_POOL_SIZE,
      connect: env.DATABASE_CONNECT_TIMEOUT_MS,
      idle: env.DATABASE_IDLE_TIMEOUT_MS,
      statement: env.DATABASE_STATEMENT_TIMEOUT_MS,
      lock: env.DATABASE_LOCK_TIMEOUT_MS,
      idleInTransaction: env.DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS,
      migration: env.DATABASE_MIGRATION_TIMEOUT_MS,
    },
    redis: { connect: env.REDIS_CONNECT_TIMEOUT_MS, command: env.REDIS_COMMAND_TIMEOUT_MS },
    http: {
      headers: env.HTTP_HEADERS_TIMEOUT_MS,
      request: env.HTTP_REQUEST_TIMEOUT_MS,
      keepAlive: env.HTTP_KEEP_ALIVE_TIMEOUT_MS,
    },
    storePing: env.STORE_PING_TIMEOUT_MS,
    stop: env.STOP_TIMEOUT_MS,
  };
}

function warningsFor(env: z.output<typeof environmentSchema>): string[] {
  const warnings: string[] = [];
  if (env.NODE_ENV === 'production' && !(env.DATABASE_URL && env.REDIS_URL)) {
    warnings.push('ALLOW_EMBEDDED is set: this production runs in one process, on what it keeps itself.');
  }
  if (env.DATABASE_URL && !env.REDIS_URL) {
    warnings.push('REDIS_URL is not set: attempts are counted in each process for itself.');
  }
  return warnings;
}

/** NIST SP 800-63B-4, 3.1.1.2: the least length where a password is the only factor, which here it always is. */
const ADVISED_LENGTH = 15;

function hintsFor(env: z.output<typeof environmentSchema>): string[] {
  const hints: string[] = [];
  if (env.PASSWORD_MIN_LENGTH < ADVISED_LENGTH) {
    hints.push(
      `PASSWORD_MIN_LENGTH is ${env.PASSWORD_MIN_LENGTH}: NIST recommends ${ADVISED_LENGTH} where there is no second factor.`,
    );
  }
  if (env.DATABASE_URL && !env.SECRET_KEY) {
    hints.push('SECRET_KEY is not set: what this process signs is worth nothing to another one, nor after a restart.');
  }
  return hints;
}

function describe(error: z.ZodError): string[] {
  return error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
}

/** What can't be had together. */
function contradictions(env: z.output<typeof environmentSchema>): string[] {
  const isPooled = env.DATABASE_POOLER === 'transaction';
  const rules: [boolean, string][] = [
    // The whole request would be cut off before its headers are.
    [
      env.HTTP_HEADERS_TIMEOUT_MS > env.HTTP_REQUEST_TIMEOUT_MS,
      'HTTP_HEADERS_TIMEOUT_MS is longer than HTTP_REQUEST_TIMEOUT_MS',
    ],
    [
      env.STOP_DELAY_MS >= env.STOP_TIMEOUT_MS,
      'STOP_DELAY_MS is not shorter than STOP_TIMEOUT_MS: no request in flight could be finished',
    ],
    [env.METRICS_PORT === env.PORT && env.PORT !== 0, 'METRICS_PORT is the same as PORT'],
    [isPooled && !env.DATABASE_URL, 'DATABASE_POOLER stands before a server, and DATABASE_URL is not set'],
    [
      env.MIGRATE_DATABASE_URL !== undefined && !env.DATABASE_URL,
      'MIGRATE_DATABASE_URL is another way to a server, and DATABASE_URL is not set',
    ],
    // Their lock belongs to a session, and a pooler gives that to whoever comes next.
    [
      isPooled && env.MIGRATE === 'apply' && !env.MIGRATE_DATABASE_URL,
      'MIGRATE_DATABASE_URL is required where DATABASE_POOLER is transaction: migrations need a way past the pooler (or set MIGRATE=check)',
    ],
  ];
  return rules.filter(([applies]) => applies).map(([, problem]) => problem);
}

/** Nothing would be replaced, and somebody believes that it is. */
function sameKeys({ SECRET_KEY: key, SECRET_KEY_PREVIOUS: previous }: Environment): string[] {
  return key !== undefined && key === previous ? ['SECRET_KEY_PREVIOUS is the same as SECRET_KEY'] : [];
}

/** What isn't a secret isn't read from a file, and somebody believes that it is. */
function misplacedFiles(given: Record<string, unknown>): string[] {
  return Object.keys(given)
    .filter((name) => name.endsWith('_FILE') && name.slice(0, -'_FILE'.length) in environmentSchema.shape)
    .map((name) => `${name} is not read: only secrets come from files`);
}

/** A misspelt limit or time-out would silently leave the default in force. */
function misspeltLimits(given: Record<string, unknown>): string[] {
  return Object.keys(given)
    .filter((name) => /^(LIMIT|QUERY_MAX|HASH)_|_TIMEOUT_MS$/.test(name) && !(name in environmentSchema.shape))
    .map((name) => `${name} is not a limit that Gatehouse knows`);
}
