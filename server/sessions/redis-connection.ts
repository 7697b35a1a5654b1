import { Cluster, Redis, type RedisOptions, ReplyError } from 'ioredis';
import { parseRedisUrl } from '../redis-url.ts';
import { SECOND } from '../time.ts';
import { REDIS_TIMEOUTS, type RedisTimeouts } from '../time-outs.ts';
import { openCluster, pingCluster } from './redis-cluster.ts';
import { openSentinel } from './redis-sentinel.ts';

/** Redis: one server, the master that sentinels name, or a cluster. In a cluster no command names two keys. */
export type RedisClient = Redis | Cluster;

/**
 * Asks Redis whether it is there. A connection that takes the question and gives no answer may be one whose other end
 * is gone without a word, and would stay so: it is dropped, and another one is made.
 */
export async function pingRedis(redis: RedisClient): Promise<void> {
  await (redis instanceof Cluster ? pingCluster(redis) : pingServer(redis));
}

async function pingServer(redis: Redis): Promise<void> {
  try {
    // ioredis goes on with database 0 where Redis refuses the one that its URL names.
    await (redis.options.db ? redis.select(redis.options.db) : redis.ping());
  } catch (error) {
    if (!isAnswer(error)) {
      leaveConnection(redis);
    }
    throw error;
  }
}

const leaving = new WeakSet<Redis>();

/**
 * Lets go of the connection and makes another one. Once: ioredis goes on calling it ready until the other end has said
 * goodbye, or half a second has passed, and would wait for that anew each time.
 */
function leaveConnection(redis: Redis): void {
  if (redis.status === 'ready' && !leaving.has(redis)) {
    leaving.add(redis);
    redis.once('close', () => leaving.delete(redis));
    redis.disconnect(true);
  }
}

/** Answers whether Redis has answered, if only with a refusal. */
function isAnswer(error: unknown): boolean {
  return error instanceof ReplyError;
}

/**
 * Opens Redis, whichever kind the URL names. ioredis waits for ever by default; here a command that can't be sent or
 * isn't answered fails, and the connection comes back by itself within two seconds of the server's return.
 */
export function openRedis(
  { url, prefix }: { url: string; prefix: string },
  timeouts: RedisTimeouts = REDIS_TIMEOUTS,
): RedisClient {
  const place = parseRedisUrl(url);
  const ofEach = {
    connectTimeout: timeouts.connect,
    commandTimeout: timeouts.command,
    maxRetriesPerRequest: 1,
    keepAlive: 10 * SECOND,
    // One that hangs doesn't answer a farewell either.
    disconnectTimeout: SECOND / 2,
    // After a failover the old master answers READONLY: connect again, to the new one.
    reconnectOnError: (error: Error) => /READONLY/.test(error.message),
  };
  if (place.kind === 'cluster') {
    return openCluster(place, prefix, ofEach);
  }
  const ofOne: RedisOptions = {
    ...ofEach,
    keyPrefix: prefix,
    lazyConnect: true,
    enableOfflineQueue: false,
    // What is sent together goes out in one write, and fails together.
    enableAutoPipelining: true,
    // These come alone, and need not wait for more: a pipeline around one command takes longer than the command.
    autoPipeliningIgnoredCommands: ['mget', 'eval', 'rlflxIncr'],
    retryStrategy: (attempt) => Math.min(attempt * 100, 2 * SECOND),
  };
  return place.kind === 'server' ? new Redis(place.url, ofOne) : openSentinel(place, ofOne);
}

/** Hears what becomes of connections: ioredis has an event for each kind of Redis. */
export function watchConnection(redis: RedisClient, onFault: (error: Error) => void, onReady: () => void): void {
  // What the master behind sentinels, or one node of a cluster, suffers.
  for (const event of ['error', 'sentinelError', 'node error']) {
    redis.on(event, (error: Error & { lastNodeError?: Error }) => onFault(error.lastNodeError ?? error));
  }
  redis.on('ready', onReady);
}
