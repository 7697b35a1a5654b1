import { availableParallelism } from 'node:os';
import * as z from 'zod';
import { parseProxies } from './proxies.ts';
import { parseRedisUrl } from './redis-url.ts';
import { DAY, HOUR, MINUTE, SECOND } from './time.ts';

/** How often something may be attempted: at most `count` times in `seconds`. */
export interface Limit {
  count: number;
  seconds: number;
}

/** What the last letter of a duration stands for, in milliseconds. */
const UNITS: Record<string, number> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY };

/** The length of the hash that it keys (RFC 2104, 3: a shorter one is strongly discouraged). */
const SECRET_KEY_BYTES = 32;

/** A week, in seconds; a timer of Node's ends after 24 days. */
const LONGEST_WINDOW = (7 * DAY) / SECOND;

/** No machine has use for more, and each of them opens connections to the stores. */
const MOST_WORKERS = 256;

/** Text is taken as it is, hexadecimal and base64 too. Whether it was chosen at random, only its maker knows. */
export function secretKey() {
  const error = `must be ${SECRET_KEY_BYTES} bytes or more that don't repeat themselves: \`openssl rand -hex 32\` makes one`;
  return z.string().refine((text) => Buffer.byteLength(text) >= SECRET_KEY_BYTES && isVaried(text), { error });
}

function isVaried(text: string): boolean {
  return new Set(text).size >= 10 && !/^(.+?)\1+$/s.test(text);
}

export function proxies() {
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

export function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d+$/, { error })
    .transform(Number)
    .pipe(z.number({ error }).min(least, { error }).max(most, { error }));
}

/** How many processes: a number, or `auto` for one on each core that the system lets this one use. */
export function workers() {
  const error = `must be auto or a whole number from 1 to ${MOST_WORKERS}`;
  return z
    .string()
    .regex(/^(auto|[1-9]\d{0,2})$/, { error })
    .transform((text) => (text === 'auto' ? Math.min(availableParallelism(), MOST_WORKERS) : Number(text)))
    .pipe(z.number({ error }).max(MOST_WORKERS, { error }));
}

/** A time-out. None can be switched off: what waits for ever holds up whatever waits for it. */
export function milliseconds(least: number, most: number, standard: number) {
  return wholeNumber(least, most).default(standard);
}

export function flag() {
  return z.enum(['true', 'false'], { error: 'must be true or false' }).transform((text) => text === 'true');
}

/** `<count>/<seconds>`. */
export function limit(standard: Limit, most = 9_999_999) {
  const error =
    `must be written <count>/<seconds>, like 5/900, of at most ${LONGEST_WINDOW} seconds` +
    (most < 9_999_999 ? ` and a count of at most ${most}` : '');
  return z
    .string()
    .regex(/^[1-9]\d{0,6}\/[1-9]\d{0,6}$/, { error })
    .transform((text): Limit => {
      const [count, seconds] = text.split('/').map(Number);
      return { count: count as number, seconds: seconds as number };
    })
    .refine(({ count, seconds }) => count <= most && seconds <= LONGEST_WINDOW, { error })
    .default(standard);
}

/** `30m`, `12h`, `7d`: from a minute to a year, in milliseconds. */
export function duration(standard: string) {
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

export function urlOf(protocols: string[]) {
  const error = `must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
  return z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), { error });
}

/** In each form that parseRedisUrl takes; it stays the text that it is. */
export function redisUrl() {
  return z.string().superRefine((text, context) => {
    try {
      parseRedisUrl(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
    }
  });
}

/** An origin is a scheme, a host and a port; a path would never match what a browser sends. */
export function originOf(text: string, context: z.RefinementCtx): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash || url.username) {
    context.addIssue({ code: 'custom', message: 'must be an origin, like https://accounts.example.com' });
    return z.NEVER;
  }
  return url;
}

/** gRPC would need a library that is larger than all of ours. */
export function otlpProtocol() {
  return z.enum(['http/protobuf', 'http/json'], { error: 'must be http/protobuf or http/json' });
}

/** A misspelt one would be replaced by always_on, with a line that nobody reads. */
export function sampler() {
  const one = ['always_on', 'always_off', 'traceidratio'] as const;
  const names = [...one, ...one.map((name) => `parentbased_${name}` as const)];
  return z.enum(names, { error: `must be one of ${names.join(', ')}` });
}
