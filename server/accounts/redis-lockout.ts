import { randomUUID } from 'node:crypto';
import type { RedisClient } from '../sessions/redis-connection.ts';
import { type Clock, SECOND } from '../time.ts';
import { type Lockout, type LockoutRules, MEMORY, waitsOf } from './lockout.ts';

/**
 * A hash a key: `failures`, `until` and `forgetAt` of everybody, `last`, which attempt was counted last, and of each
 * address `failures:<address>` and `since:<address>`. It has a bounded number of fields, because what is refused isn't counted.
 */
const TAKE = `
local function value(field) return tonumber(redis.call('hget', KEYS[1], field) or '0') end
local now, address, most, window, memory = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
if value('forgetAt') <= now then
  redis.call('del', KEYS[1])
end
if value('until') > now then
  return {value('until') - now, 'everybody', 0}
end
if value('since:' .. address) + window <= now then
  redis.call('hset', KEYS[1], 'since:' .. address, now, 'failures:' .. address, 0)
elseif value('failures:' .. address) >= most then
  return {value('since:' .. address) + window - now, 'address', 0}
end
local wait = cjson.decode(ARGV[6])[value('failures') + 1] or memory
local till = wait > 0 and now + wait or 0
redis.call('hincrby', KEYS[1], 'failures', 1)
redis.call('hincrby', KEYS[1], 'failures:' .. address, 1)
redis.call('hset', KEYS[1], 'until', till, 'forgetAt', math.max(till, now + memory), 'last', ARGV[7])
redis.call('pexpire', KEYS[1], math.max(wait, memory))
return {0, '', till}`;

/**
 * Without a time, whatever wait there is ends, but only for the attempt that was counted last: another one may have been
 * refused, and of that nothing is to be given back. What is at nothing leaves nothing: names are free to invent.
 */
const GIVE_BACK = `
if ARGV[2] == '' and ARGV[3] ~= redis.call('hget', KEYS[1], 'last') then
  return
end
local own = tonumber(redis.call('hget', KEYS[1], 'failures:' .. ARGV[1]) or '0')
if own == 1 then
  redis.call('hdel', KEYS[1], 'failures:' .. ARGV[1], 'since:' .. ARGV[1])
end
if own > 0 and redis.call('hincrby', KEYS[1], 'failures', -1) <= 0 then
  redis.call('del', KEYS[1])
elseif own > 0 then
  if own > 1 then
    redis.call('hincrby', KEYS[1], 'failures:' .. ARGV[1], -1)
  end
  if ARGV[2] == '' or ARGV[2] == redis.call('hget', KEYS[1], 'until') then
    redis.call('hset', KEYS[1], 'until', 0)
  end
end`;

/** Counts in Redis, for all processes. */
export function createRedisLockout(redis: RedisClient, rules: LockoutRules, clock: Clock, keyPrefix: string): Lockout {
  const keyOf = (key: string) => `${keyPrefix}:${key}`;
  const { count, seconds } = rules.address;
  const settings = [count, seconds * SECOND, MEMORY, JSON.stringify(waitsOf(rules.free))];

  async function giveBack(key: string, address: string, until: number | '', attempt = ''): Promise<void> {
    await redis.eval(GIVE_BACK, 1, keyOf(key), address, until, attempt);
  }

  return {
    async take(key, address) {
      const now = clock();
      const attempt = randomUUID();
      try {
        const answer = await redis.eval(TAKE, 1, keyOf(key), now, address, ...settings, attempt);
        const [wait, limited, until] = answer as [number, 'everybody' | 'address' | '', number];
        return { wait, limited: limited || null, until };
      } catch (fault) {
        // Nobody knows whether it was counted: a Redis that only hung counts it when it wakes, and this right after it.
        giveBack(key, address, '', attempt).catch(() => undefined);
        throw fault;
      }
    },
    giveBack: (key, address, { until }) => giveBack(key, address, until),
    forget: async (key) => void (await redis.del(keyOf(key))),
  };
}
