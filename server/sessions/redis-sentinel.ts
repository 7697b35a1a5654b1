import { Redis, type RedisOptions } from 'ioredis';
import type { RedisPlace } from '../redis-url.ts';

type SentinelPlace = Extract<RedisPlace, { kind: 'sentinel' }>;

/** Connects to the master that sentinels name, and to the next one as soon as they name another. */
export function openSentinel(place: SentinelPlace, options: RedisOptions): Redis {
  const { addresses, master, database, username, password, sentinelLogin, tls } = place;
  return new Redis({
    ...options,
    sentinels: addresses,
    name: master,
    db: database,
    ...(username && { username }),
    ...(password && { password }),
    ...(sentinelLogin.username && { sentinelUsername: sentinelLogin.username }),
    ...(sentinelLogin.password && { sentinelPassword: sentinelLogin.password }),
    ...(tls && { tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true }),
    ...(options.commandTimeout && { sentinelCommandTimeout: options.commandTimeout }),
    // Without one, ioredis gives up for good once no sentinel answers.
    ...(options.retryStrategy && { sentinelRetryStrategy: options.retryStrategy }),
    // Otherwise a connection stays with a master that is cut off from the others, until it breaks by itself.
    failoverDetector: true,
  });
}
