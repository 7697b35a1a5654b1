import { Redis, type RedisOptions } from 'ioredis';
import type { RedisPlace } from '../redis-url.ts';
import { SECOND } from '../time.ts';

type SentinelPlace = Extract<RedisPlace, { kind: 'sentinel' }>;

/** Connects to the master that sentinels name, and to the next one as soon as they name another. */
export function openSentinel(place: SentinelPlace, options: RedisOptions): Redis {
  const { addresses, master, database, username, password, sentinelLogin, tls } = place;
  const redis = new Redis({
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
  });
  followFailovers(redis, place);
  return redis;
}

/**
 * Leaves a master that is one no more: where it is only cut off from the others, its connection wouldn't break.
 * ioredis has this, too (failoverDetector), and writes to the console whenever a sentinel is away.
 */
function followFailovers(redis: Redis, { addresses, master, sentinelLogin, tls }: SentinelPlace): void {
  const sentinels = addresses.map((address) => {
    const sentinel = new Redis({
      ...address,
      ...sentinelLogin,
      ...(tls && { tls: {} }),
      lazyConnect: true,
      connectTimeout: 2 * SECOND,
      keepAlive: 10 * SECOND,
      maxRetriesPerRequest: null,
      retryStrategy: (attempt) => Math.min(attempt * 100, 2 * SECOND),
    });
    // One that is away is nobody's concern, and connects again by itself.
    sentinel.on('error', () => undefined);
    sentinel.on('message', (_channel, news: string) => {
      if (news.startsWith(`${master} `) && redis.status === 'ready') {
        redis.disconnect(true);
      }
    });
    return sentinel;
  });
  redis.once('connecting', () => {
    for (const sentinel of sentinels) {
      // It is subscribed when the sentinel is there; only closing it ends that in an error.
      sentinel.subscribe('+switch-master').catch(() => undefined);
    }
  });
  redis.once('end', () => {
    for (const sentinel of sentinels) {
      sentinel.disconnect();
    }
  });
}
