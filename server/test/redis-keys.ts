import { Redis } from 'ioredis';

interface Place {
  url: string;
  prefix: string;
}

/** Every key that begins with the prefix; none where there is no Redis. */
export async function keysOf(place: Place | null): Promise<string[]> {
  return place ? withRedis(place, (redis) => redis.keys(`${place.prefix}*`)) : [];
}

/** Removes all of those. */
export async function forgetKeys(place: Place): Promise<void> {
  const keys = await keysOf(place);
  await (keys.length > 0 ? withRedis(place, (redis) => redis.del(...keys)) : undefined);
}

async function withRedis<T>({ url }: Place, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url);
  return work(redis).finally(() => redis.quit());
}
