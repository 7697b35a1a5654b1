import { Redis } from 'ioredis';

/** Removes every key that begins so. */
export async function forgetKeys({ url, prefix }: { url: string; prefix: string }): Promise<void> {
  const redis = new Redis(url);
  const keys = await redis.keys(`${prefix}*`);
  await (keys.length > 0 ? redis.del(...keys) : undefined);
  await redis.quit();
}
