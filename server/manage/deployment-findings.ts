import { availableParallelism } from 'node:os';
import { type Config, ConfigError, type Environment, loadConfig } from '../config.ts';
import type { Limit } from '../environment-values.ts';
import { parseRedisUrl } from '../redis-url.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../time.ts';

/** Something that production should not run with. An error is unsafe, or keeps the service from starting. */
export interface Finding {
  severity: 'error' | 'warning';
  message: string;
}

/** OWASP's advice for bcrypt is 10 at the least; 12 is our default. */
const ADVISED_COST = 12;

/** Above it a hash takes a second and more of a core. */
const SLOWEST_COST = 14;

/** Wrong passwords without a wait, and the longest wait at the least. */
const ADVISED_FREE = 10;
const ADVISED_WAIT = 5 * MINUTE;

/** Guesses an hour and address, spread over accounts. */
const ADVISED_OF_ADDRESS = 10_000;

/** Reads an environment as production would, and lists what is missing or unsafe. */
export function judgeDeployment(given: Environment): Finding[] {
  const { config, problems } = readConfig({ ...given, NODE_ENV: 'production' });
  const findings = problems.map(error);
  if (given.NODE_ENV !== 'production') {
    findings.push(warning('NODE_ENV is not production: set it where the service runs.'));
  }
  if (config) {
    // What it warns of is how it would run; where something is missing, it wouldn't.
    findings.push(...(problems.length > 0 ? [] : config.warnings.map(warning)));
    findings.push(...judgeOrigins(config), ...judgeSettings(config, given));
    findings.push(...judgeTimeouts(config), ...judgeHashing(config));
    findings.push(...judgeDatabases(config));
    findings.push(...judgeRedis(config.redis?.url));
  }
  return findings;
}

function error(message: string): Finding {
  return { severity: 'error', message };
}

function warning(message: string): Finding {
  return { severity: 'warning', message };
}

/** Where only something that production needs is missing, what else there is can be judged all the same. */
function readConfig(environment: Environment): { config: Config | null; problems: readonly string[] } {
  try {
    return { config: loadConfig(environment), problems: [] };
  } catch (fault) {
    const problems = problemsOf(fault);
    const isReadable = problems.every((problem) => / is required in production/.test(problem));
    return { config: isReadable ? loadConfig(environment, []) : null, problems };
  }
}

function problemsOf(fault: unknown): readonly string[] {
  if (fault instanceof ConfigError) {
    return fault.problems;
  }
  throw fault;
}

function judgeOrigins({ allowedOrigins }: Config): Finding[] {
  return allowedOrigins
    .filter((origin) => origin.startsWith('http:'))
    .map((origin) =>
      error(`ALLOWED_ORIGINS has ${origin}: whoever is on the way can put a page there that acts for users.`),
    );
}

function judgeSettings(config: Config, given: Environment): Finding[] {
  const { playground, introspection, bcryptCost, logLevel, migrate, limits } = config;
  const rules: [boolean, string][] = [
    [
      given.PUBLIC_URL !== undefined && config.publicUrl.protocol === 'http:',
      'PUBLIC_URL is plain http: the cookie is not Secure, and only this machine can be served.',
    ],
    [
      config.publicUrl.protocol === 'https:' && config.trustProxy === null,
      'TRUST_PROXY is not set: behind the proxy that speaks TLS, limits count all clients as one.',
    ],
    [
      config.secretKeys.previous !== null,
      'SECRET_KEY_PREVIOUS is set: what it signed still counts. Take it away once that has run out.',
    ],
    [playground, 'PLAYGROUND is on: everybody gets a console for the API.'],
    [introspection, 'INTROSPECTION is on: everybody may read the whole schema.'],
    [bcryptCost < ADVISED_COST, `BCRYPT_COST is below ${ADVISED_COST}: a stolen table is guessed sooner.`],
    [logLevel === 'silent', 'LOG_LEVEL is silent: nobody will know of a fault.'],
    [logLevel === 'debug', 'LOG_LEVEL is debug: the log grows with every request.'],
    [migrate === 'off', 'MIGRATE is off: a database without its migrations is noticed by the first request only.'],
    [
      limits.loginAccount.count > ADVISED_FREE || limits.loginAccount.seconds < ADVISED_WAIT / SECOND,
      `LIMIT_LOGIN_ACCOUNT lets an account be guessed sooner than ${ADVISED_FREE}/${ADVISED_WAIT / SECOND} does.`,
    ],
    [
      guessesAnHour(limits.loginAddress) > ADVISED_OF_ADDRESS,
      `LIMIT_LOGIN_ADDRESS allows more than ${ADVISED_OF_ADDRESS} guesses an hour.`,
    ],
    [bcryptCost > SLOWEST_COST, `BCRYPT_COST is above ${SLOWEST_COST}: a hash can take longer than a request may.`],
    [
      longestSession(config) > 30 * DAY,
      'SESSION_…: a session can live for more than the 30 days of NIST SP 800-63B-4.',
    ],
  ];
  return rules.filter(([applies]) => applies).map(([, message]) => warning(message));
}

/** Time-outs that contradict each other: one of them never comes, or cuts off what another one promises. */
function judgeTimeouts({
  deadline,
  stopDelay,
  timeouts: { database, redis, http, storePing, stop },
}: Config): Finding[] {
  const tooLate = 'is not below REQUEST_DEADLINE_MS: the answer is given up before it';
  const rules: [boolean, string][] = [
    [database.connect >= deadline, `DATABASE_CONNECT_TIMEOUT_MS ${tooLate}.`],
    [database.statement >= deadline, `DATABASE_STATEMENT_TIMEOUT_MS ${tooLate}.`],
    [redis.command >= deadline, `REDIS_COMMAND_TIMEOUT_MS ${tooLate}.`],
    [storePing >= deadline, `STORE_PING_TIMEOUT_MS ${tooLate}.`],
    [
      database.lock >= database.statement,
      'DATABASE_LOCK_TIMEOUT_MS is not below DATABASE_STATEMENT_TIMEOUT_MS: a lock ends as a slow statement.',
    ],
    [
      stop <= stopDelay + deadline,
      'STOP_TIMEOUT_MS is not above STOP_DELAY_MS and REQUEST_DEADLINE_MS: a stop can cut off a request.',
    ],
    [
      http.keepAlive <= PROXY_KEEP_ALIVE,
      `HTTP_KEEP_ALIVE_TIMEOUT_MS is not above the ${PROXY_KEEP_ALIVE} of most proxies: some requests end in their 502.`,
    ],
  ];
  return rules.filter(([applies]) => applies).map(([, message]) => warning(message));
}

/** What nginx and the balancers of the large clouds keep a connection for, or less. */
const PROXY_KEEP_ALIVE = 60 * SECOND;

function judgeHashing({ hashing: { concurrency } }: Config): Finding[] {
  const rules: [boolean, string][] = [
    [
      concurrency > availableParallelism(),
      'HASH_CONCURRENCY is more than this machine has cores: hashes slow each other down, and everything else.',
    ],
  ];
  return rules.filter(([applies]) => applies).map(([, message]) => warning(message));
}

function longestSession({ sessions: { lifetimes } }: Config): number {
  return Math.max(...Object.values(lifetimes).map(({ absolute }) => absolute));
}

function guessesAnHour({ count, seconds }: Limit): number {
  return (count * HOUR) / (seconds * SECOND);
}

/** A name without a dot is of a network of one's own, as docker compose's; so are private addresses. */
const PRIVATE_HOST =
  /^(localhost|[^.:]*|127(\.\d+){3}|10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|\[(::1|f[cd].*)\])$/i;

function judgeDatabases({ database }: Config): Finding[] {
  if ('directory' in database) {
    return [];
  }
  const { url, migrationUrl } = database;
  const own = judgeDatabase('DATABASE_URL', url);
  return migrationUrl ? [...own, ...judgeDatabase('MIGRATE_DATABASE_URL', migrationUrl)] : own;
}

function judgeDatabase(name: string, url: string): Finding[] {
  const { hostname, searchParams } = new URL(url);
  const isEncrypted = /^(require|verify-ca|verify-full)$/.test(searchParams.get('sslmode') ?? '');
  // What pg connects to, if it is given.
  return judgeHosts(name, isEncrypted ? [] : [searchParams.get('host') ?? hostname], '?sslmode=verify-full');
}

function judgeRedis(url: string | undefined): Finding[] {
  const { tls = true, addresses = [], kind = 'server' } = url === undefined ? {} : parseRedisUrl(url);
  const scheme = kind === 'server' ? 'rediss://' : `rediss+${kind}://`;
  return judgeHosts(
    'REDIS_URL',
    tls ? [] : addresses.map(({ host }) => (host.includes(':') ? `[${host}]` : host)),
    scheme,
  );
}

/** Hosts that are spoken to in the clear. */
function judgeHosts(name: string, hosts: string[], remedy: string): Finding[] {
  const open = hosts.filter((host) => !PRIVATE_HOST.test(host));
  return open.length === 0
    ? []
    : [warning(`${name} leads to ${open.join(', ')} without TLS: use ${remedy}, unless the network is your own.`)];
}
