import { Redis } from 'ioredis';

/** Every key that begins with the prefix; none where there is no Redis. */
export async function keysOf(place: { url: string; prefix: string } | null): Promise<string[]> {
  if (!place) {
    return [];
  }
  const redis = new Redis(place.url);
  const keys = await redis.keys(`${place.prefix}*`);
  await redis.quit();
  return keys;
}
