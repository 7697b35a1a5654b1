import { z } from 'zod';
import { parseProxies } from './proxies.ts';
import { DAY, MINUTE, SECOND } from './time.ts';

/** How often something may be attempted: at most `count` times in `seconds`. */
export interface Limit {
  count: number;
  seconds: number;
}

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

const HOUR = 3600;

/** What the last letter of a duration stands for, in milliseconds. */
const UNITS: Record<string, number> = { s: SECOND, m: MINUTE, h: 60 * MINUTE, d: DAY };

/** The length of the hash that it keys (RFC 2104, 3: a shorter one is strongly discouraged). */
const SECRET_KEY_BYTES = 32;

/** A week; a timer of Node's ends after 24 days. */
const LONGEST_WINDOW = 7 * 24 * HOUR;

/** The environment's variables, one a line; what each means is in .env.example and in the README. */
export const environmentSchema = z.object({
  // A misspelt value would run production as a development server.
  NODE_ENV: z
    .enum(['development', 'test', 'production'], { error: 'must be development, test or production' })
    .default('development'),
  HOST: z.string().optional(),
  PORT: wholeNumber(0, 65_535).default(4000),
  PUBLIC_URL: z.string().transform(toOrigin).optional(),
  TRUST_PROXY: proxies().optional(),
  SECRET_KEY: secretKey().optional(),
  SECRET_KEY_PREVIOUS: secretKey().optional(),
  ALLOWED_ORIGINS: z
    .string()
    .transform((text, context) => text.split(',').map((part) => toOrigin(part.trim(), context).origin))
    .default([]),
  DATABASE_URL: urlOf(['postgres:', 'postgresql:']).optional(),
  DATA_DIR: z.string().default('.data'),
  ALLOW_EMBEDDED: flag().default(false),
  MIGRATE: z.enum(['apply', 'check', 'off'], { error: 'must be apply, check or off' }).default('apply'),
  REDIS_URL: urlOf(['redis:', 'rediss:']).optional(),
  REDIS_PREFIX: z.string().default('gatehouse:'),
  LIMIT_LOGIN_ACCOUNT: limit({ count: 5, seconds: HOUR / 4 }),
  LIMIT_LOGIN_ADDRESS: limit({ count: 50, seconds: HOUR / 4 }),
  LIMIT_SIGNUP_ADDRESS: limit({ count: 30, seconds: HOUR }),
  LIMIT_CHECK_PASSWORD_ADDRESS: limit({ count: 300, seconds: HOUR / 4 }),
  LIMIT_REVOKE_ACCOUNT: limit({ count: 10, seconds: HOUR }),
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
  REQUEST_DEADLINE_MS: wholeNumber(500, 60_000).default(3000),
  REQUEST_MAX_BYTES: wholeNumber(10_000, 10_000_000).default(100_000),
  // What GraphiQL asks of the schema has to fit: 6 levels deep, and some 200 tokens and fields.
  QUERY_MAX_TOKENS: wholeNumber(300, 10_000).default(1000),
  QUERY_MAX_DEPTH: wholeNumber(6, 100).default(10),
  QUERY_MAX_ALIASES: wholeNumber(0, 1000).default(15),
  QUERY_MAX_DIRECTIVES: wholeNumber(0, 1000).default(5),
  QUERY_MAX_COST: wholeNumber(300, 1_000_000).default(1000),
  ANSWER_MAX_ERRORS: wholeNumber(1, 100).default(5),
  PLAYGROUND: flag().optional(),
  INTROSPECTION: flag().optional(),
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
  if (given.PUBLIC_URL && /^http:/i.test(given.PUBLIC_URL) && !isLoopback(given.PUBLIC_URL)) {
    // A session cookie without Secure would travel in the clear.
    problems.push('PUBLIC_URL must be https in production (plain http is for localhost)');
  }
  return problems;
}

function proxies() {
  return z.string().transform((text, context) => {
    const read = parseProxies(text);
    if (read === null) {
      const message = 'must be how many proxies stand in front, 1 to 10, or their networks, like loopback,10.0.0.0/8';
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
    return read;
  });
}

/** Text is taken as it is, hexadecimal and base64 too. Whether it was chosen at random, only its maker knows. */
function secretKey() {
  const error = `must be ${SECRET_KEY_BYTES} bytes or more that don't repeat themselves: \`openssl rand -hex 32\` makes one`;
  return z.string().refine((text) => Buffer.byteLength(text) >= SECRET_KEY_BYTES && isVaried(text), { error });
}

function isVaried(text: string): boolean {
  return new Set(text).size >= 10 && !/^(.+?)\1+$/s.test(text);
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && /^(localhost|\[::1\]|127\.\d+\.\d+\.\d+)$/.test(new URL(url).hostname);
}

function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d+$/, { error })
    .transform(Number)
    .pipe(z.number({ error }).min(least, { error }).max(most, { error }));
}

function flag() {
  return z.enum(['true', 'false'], { error: 'must be true or false' }).transform((text) => text === 'true');
}

function limit(standard: Limit) {
  const error = `must be written <count>/<seconds>, like 5/900, of at most ${LONGEST_WINDOW} seconds`;
  return z
    .string()
    .refine((text) => /^[1-9]\d{0,6}\/[1-9]\d{0,6}$/.test(text) && Number(text.split('/')[1]) <= LONGEST_WINDOW, {
      error,
    })
    .transform((text): Limit => {
      const [count, seconds] = text.split('/').map(Number);
      return { count: count as number, seconds: seconds as number };
    })
    .default(standard);
}

/** `30m`, `12h`, `7d`: from a minute to a year, in milliseconds. */
function duration(standard: string) {
  const error = 'must be a duration like 30m, 12h or 7d, from a minute to a year';
  const parse = (text: string) => Number.parseInt(text, 10) * (UNITS[text.slice(-1)] ?? Number.NaN);
  return z
    .string()
    .regex(/^[1-9]\d{0,8}[smhd]$/, { error })
    .transform(parse)
    .pipe(
      z
        .number({ error })
        .min(60_000, { error })
        .max(366 * 86_400_000, { error }),
    )
    .default(parse(standard));
}

function urlOf(protocols: string[]) {
  const error = `must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
  return z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), { error });
}

/** An origin is a scheme, a host and a port; a path would never match what a browser sends. */
function toOrigin(text: string, context: z.RefinementCtx): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash || url.username) {
    context.addIssue({ code: 'custom', message: 'must be an origin, like https://accounts.example.com' });
    return z.NEVER;
  }
  return url;
}
