import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limit } from '../environment-values.ts';
import type { RedisClient } from '../sessions/redis-connection.ts';

/** So many attempts a key in a window of time. */
export interface Allowance {
  /** Takes one attempt; answers 0, or how many milliseconds are to be waited because all are used up. */
  take(key: string): Promise<number>;
  /** Gives one back, unless its window has ended: in the next one it would be an attempt too many. */
  giveBack(key: string): Promise<void>;
  /** Forgets what was taken, so that all are there again. */
  forget(key: string): Promise<void>;
}

/**
 * Counts in one atomic step. Instead of the library's own script, because that counts refused attempts, too, and gives
 * back into a window that hasn't begun. -1 gives one back; -2 does so only while the limit isn't reached: where it is,
 * nobody knows whether the attempt was counted or refused.
 */
const SCRIPT = `
local used = tonumber(redis.call('get', KEYS[1]) or '0')
local points = tonumber(ARGV[1])
if points < 0 then
  if used > 0 and (points == -1 or used < tonumber(ARGV[3])) then
    used = redis.call('decr', KEYS[1])
  end
elseif used >= tonumber(ARGV[3]) then
  used = used + 1
else
  redis.call('set', KEYS[1], 0, 'EX', ARGV[2], 'NX')
  used = redis.call('incr', KEYS[1])
end
return {used, math.max(redis.call('pttl', KEYS[1]), 0)}`;

/** Counts in Redis, for all processes. */
export function createRedisAllowance(redis: RedisClient, { count, seconds }: Limit, keyPrefix: string): Allowance {
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    points: count,
    duration: seconds,
    keyPrefix,
    customIncrTtlLuaScript: SCRIPT,
  });

  return {
    take: (key) =>
      consume(limiter, key).catch((fault: unknown) => {
        // Nobody knows whether it was counted: a Redis that only hung counts it when it wakes, and this right after it.
        limiter.reward(key, 2).catch(() => undefined);
        throw fault;
      }),
    giveBack: async (key) => void (await limiter.reward(key, 1)),
    forget: async (key) => void (await limiter.delete(key)),
  };
}

/** Counts in this process alone. */
export function createMemoryAllowance({ count, seconds }: Limit): Allowance {
  const limiter = new RateLimiterMemory({ points: count, duration: seconds });

  async function giveBack(key: string): Promise<void> {
    const used = await limiter.get(key);
    if (used && used.consumedPoints > 0) {
      await limiter.reward(key, 1);
    }
  }

  return {
    async take(key) {
      const wait = await consume(limiter, key);
      if (wait > 0) {
        // The library counts what it refuses.
        await giveBack(key);
      }
      return wait;
    },
    giveBack,
    forget: async (key) => void (await limiter.delete(key)),
  };
}

async function consume(limiter: RateLimiterAbstract, key: string): Promise<number> {
  try {
    await limiter.consume(key, 1);
    return 0;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) {
      return Math.max(refused.msBeforeNext, 1);
    }
    throw refused;
  }
}
