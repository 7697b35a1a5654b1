/** One server of several, as it is connected to. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
}

/** Who connects, where Redis asks for it. */
interface RedisLogin {
  readonly username?: string;
  readonly password?: string;
}

/** Where Redis is, as REDIS_URL says it. */
export type RedisPlace =
  | { readonly kind: 'server'; readonly url: string; readonly tls: boolean; readonly addresses: RedisAddress[] }
  | (RedisLogin & {
      readonly kind: 'sentinel';
      readonly tls: boolean;
      /** The sentinels, which say where the master is. */
      readonly addresses: RedisAddress[];
      readonly master: string;
      readonly database: number;
      readonly sentinelLogin: RedisLogin;
    })
  | (RedisLogin & {
      readonly kind: 'cluster';
      readonly tls: boolean;
      /** Some of the nodes; they tell of the others. */
      readonly addresses: RedisAddress[];
    });

/** REDIS_URL can't be read; the message says what is wrong, and nothing of what it holds. */
export class RedisUrlError extends Error {
  override readonly name = 'RedisUrlError';
}

const FORMS =
  'must be a URL that begins with redis:// or rediss://, redis+sentinel:// or rediss+sentinel://, redis+cluster:// or rediss+cluster://';
const HOSTS = 'must list its servers as host:port, separated by commas, with a password percent-encoded before them';
const SENTINEL = 'must name the master that the sentinels watch, like redis+sentinel://one:26379,two:26379/mymaster';
const SENTINEL_OPTIONS = 'of sentinels takes no options but sentinelUsername and sentinelPassword';
const CLUSTER = 'of a cluster takes no database and no options: a cluster has one database';

/** Several servers make no URL of the standard (there is one host in those): who, which servers, path, options. */
const SEVERAL = /^rediss?\+(sentinel|cluster):\/\/(?:([^@/?#]*)@)?([^@/?#]+)(?:\/([^?#]*))?(?:\?([^#]*))?$/;

/**
 * Reads REDIS_URL in each of its forms.
 * @throws {RedisUrlError}
 */
export function parseRedisUrl(text: string): RedisPlace {
  const scheme = text.match(/^(redis|rediss)(\+sentinel|\+cluster)?:\/\//);
  if (!scheme) {
    throw new RedisUrlError(FORMS);
  }
  const tls = scheme[1] === 'rediss';
  if (!scheme[2]) {
    const address = parseAddress(text, 6379);
    return { kind: 'server', url: text, tls, addresses: [address] };
  }
  const [, kind, who = '', servers = '', path = '', options = ''] = text.match(SEVERAL) ?? [];
  const list = servers.split(',').map((server) => `redis://${server}`);
  if (kind === 'sentinel') {
    const addresses = list.map((server) => parseAddress(server, 26379));
    return { kind, tls, addresses, ...parseLogin(who), ...parseMaster(path), sentinelLogin: parseOptions(options) };
  }
  const addresses = list.map((server) => parseAddress(server, 6379));
  if (path || options) {
    throw new RedisUrlError(CLUSTER);
  }
  return { kind: 'cluster', tls, addresses, ...parseLogin(who) };
}

function parseAddress(text: string, port: number): RedisAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url?.hostname) {
    throw new RedisUrlError(HOSTS);
  }
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port || port) };
}

function parseLogin(who: string): RedisLogin {
  const [, username, password] = who.match(/^([^:]*)(?::(.*))?$/) ?? [];
  return login(username && decode(username), password && decode(password));
}

function login(username: string | null | undefined, password: string | null | undefined): RedisLogin {
  return { ...(username && { username }), ...(password && { password }) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RedisUrlError(HOSTS);
  }
}

/** `mymaster` or `mymaster/1`. */
function parseMaster(path: string): { master: string; database: number } {
  const [, master, database = '0'] = path.match(/^([^/]+)(?:\/(\d{1,5}))?\/?$/) ?? [];
  if (!master) {
    throw new RedisUrlError(SENTINEL);
  }
  return { master: decode(master), database: Number(database) };
}

/** The sentinels have a password of their own, or none: the master's isn't shown to them. */
function parseOptions(options: string): RedisLogin {
  const given = new URLSearchParams(options);
  if ([...given.keys()].some((name) => name !== 'sentinelUsername' && name !== 'sentinelPassword')) {
    throw new RedisUrlError(SENTINEL_OPTIONS);
  }
  return login(given.get('sentinelUsername'), given.get('sentinelPassword'));
}
