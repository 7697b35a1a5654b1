import { Redis } from 'ioredis';
import { SECOND } from '../time.ts';

/**
 * Opens a connection to Redis. ioredis waits for ever by default; here a command that can't be sent or isn't answered
 * fails, and the connection comes back by itself within two seconds of the server's return.
 */
export function openRedis({ url, prefix }: { url: string; prefix: string }): Redis {
  return new Redis(url, {
    keyPrefix: prefix,
    lazyConnect: true,
    connectTimeout: 2 * SECOND,
    commandTimeout: 1 * SECOND,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    keepAlive: 10 * SECOND,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2 * SECOND),
    // After a failover the old master answers READONLY: connect again, to the new one.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  });
}
