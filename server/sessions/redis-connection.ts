import { Redis, ReplyError } from 'ioredis';
import { SECOND } from '../time.ts';
import { REDIS_TIMEOUTS, type RedisTimeouts } from '../time-outs.ts';

/**
 * Asks Redis whether it is there. A connection that takes the question and gives no answer may be one whose other end
 * is gone without a word, and would stay so: it is dropped, and another one is made.
 */
export async function pingRedis(redis: Redis): Promise<void> {
  try {
    // ioredis goes on with database 0 where Redis refuses the one that its URL names.
    await (redis.options.db ? redis.select(redis.options.db) : redis.ping());
  } catch (error) {
    if (redis.status === 'ready' && !isAnswer(error)) {
      redis.disconnect(true);
    }
    throw error;
  }
}

/** Answers whether Redis has answered, if only with a refusal. */
function isAnswer(error: unknown): boolean {
  return error instanceof ReplyError;
}

/**
 * Opens a connection to Redis. ioredis waits for ever by default; here a command that can't be sent or isn't answered
 * fails, and the connection comes back by itself within two seconds of the server's return.
 */
export function openRedis(
  { url, prefix }: { url: string; prefix: string },
  timeouts: RedisTimeouts = REDIS_TIMEOUTS,
): Redis {
  return new Redis(url, {
    keyPrefix: prefix,
    lazyConnect: true,
    connectTimeout: timeouts.connect,
    commandTimeout: timeouts.command,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    keepAlive: 10 * SECOND,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2 * SECOND),
    // After a failover the old master answers READONLY: connect again, to the new one.
    reconnectOnError: (error) => /READONLY/.test(error.message),
  });
}
