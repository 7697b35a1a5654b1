import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { openRedis, type RedisClient } from '../sessions/redis-connection.ts';
import { withLostAnswers } from '../test/lost-answers.ts';
import { DAY, MINUTE, SECOND } from '../time.ts';
import { type Lockout, type LockoutRules, waitsOf } from './lockout.ts';
import { createMemoryLockout } from './memory-lockout.ts';
import { createRedisLockout } from './redis-lockout.ts';

const RULES: LockoutRules = { free: { count: 3, seconds: 120 }, address: { count: 50, seconds: 3600 } };
const servers = inject('serverTemplate');
let redis: RedisClient | undefined;
let now = Date.now();
const clock = () => now;

async function inRedis(rules = RULES): Promise<Lockout> {
  redis ??= openRedis({ url: servers?.redisUrl ?? '', prefix: `test:${randomUUID()}:` });
  await (redis.status === 'wait' ? redis.connect() : undefined);
  return createRedisLockout(redis, rules, clock, 'lockout');
}

type Open = (rules?: LockoutRules) => Promise<Lockout>;
const places: [string, Open][] = [['the process', async (rules = RULES) => createMemoryLockout(rules, clock)]];
if (servers) {
  places.push(['Redis', inRedis]);
}

afterAll(() => redis?.disconnect());

describe.each(places)('a lockout kept in %s', (_name, open) => {
  const fresh = async (rules?: LockoutRules) => ({ lockout: await open(rules), key: randomUUID() });

  test('lets the free ones through and no more, however many come at once', async () => {
    const { lockout, key } = await fresh();
    const taken = await Promise.all(Array.from({ length: 50 }, () => lockout.take(key, 'here')));
    expect(taken.filter(({ wait }) => wait === 0)).toHaveLength(3);
    expect(taken.at(-1)).toEqual({ wait: 30 * SECOND, limited: 'everybody', until: 0 });
  });

  test('after a wait it lets one through, of many at once', async () => {
    const { lockout, key } = await fresh();
    await Promise.all([1, 2, 3].map(() => lockout.take(key, 'here')));
    now += 30 * SECOND;
    const taken = await Promise.all(Array.from({ length: 50 }, () => lockout.take(key, 'here')));
    expect(taken.filter(({ wait }) => wait === 0)).toHaveLength(1);
    expect(taken.at(-1)?.wait).toBe(60 * SECOND);
  });

  test('one that is given back was never made, and nobody waits because of it', async () => {
    const { lockout, key } = await fresh();
    await lockout.take(key, 'here');
    await lockout.take(key, 'here');
    for (let round = 0; round < 5; round += 1) {
      const taken = await lockout.take(key, 'here');
      expect(taken.wait).toBe(0);
      await lockout.giveBack(key, 'here', taken);
    }
    expect(await lockout.take(key, 'here')).toMatchObject({ wait: 0 });
    expect(await lockout.take(key, 'here')).toMatchObject({ wait: 30 * SECOND });
  });

  test('what is given back leaves nothing of an address, nor of a name that nobody has', async () => {
    const { lockout, key } = await fresh({ ...RULES, address: { count: 2, seconds: 3600 } });
    for (const address of ['here', 'there', 'here']) {
      await lockout.giveBack(key, address, await lockout.take(key, address));
    }
    expect((await redis?.exists(`lockout:${key}`)) ?? 0).toBe(0);
    expect(await lockout.take(key, 'here')).toMatchObject({ wait: 0 });
    expect(await lockout.take(key, 'here')).toMatchObject({ wait: 0 });
    expect(await lockout.take(key, 'here')).toMatchObject({ limited: 'address' });
  });

  test('one that is given back late ends no wait that another one began', async () => {
    const { lockout, key } = await fresh();
    const [slow] = [await lockout.take(key, 'here'), await lockout.take(key, 'here'), await lockout.take(key, 'here')];
    await lockout.giveBack(key, 'here', slow);
    expect(await lockout.take(key, 'here')).toMatchObject({ wait: 30 * SECOND });
  });

  test('nothing is given back of what has been forgotten', async () => {
    const { lockout, key } = await fresh();
    const taken = await lockout.take(key, 'here');
    await lockout.forget(key);
    await lockout.giveBack(key, 'here', taken);
    await Promise.all([1, 2, 3].map(() => lockout.take(key, 'here')));
    expect(await lockout.take(key, 'here')).toMatchObject({ wait: 30 * SECOND });
  });

  test('a key that is forgotten begins anew, and no other one', async () => {
    const { lockout, key } = await fresh();
    const other = randomUUID();
    await Promise.all([1, 2, 3].flatMap(() => [lockout.take(key, 'here'), lockout.take(other, 'here')]));
    await lockout.forget(key);
    expect(await lockout.take(key, 'here')).toMatchObject({ wait: 0 });
    expect(await lockout.take(other, 'here')).toMatchObject({ limited: 'everybody' });
  });

  test('an address has its own part in its own time, and waits alone', async () => {
    const address = { count: 2, seconds: 600 };
    const { lockout, key } = await fresh({ free: { count: 100, seconds: 900 }, address });
    await lockout.take(key, 'here');
    now += MINUTE;
    await lockout.take(key, 'here');
    expect(await lockout.take(key, 'here')).toEqual({ wait: 9 * MINUTE, limited: 'address', until: 0 });
    expect(await lockout.take(key, 'there')).toMatchObject({ wait: 0 });
    now += 9 * MINUTE;
    expect(await lockout.take(key, 'here')).toMatchObject({ wait: 0 });
  });

  test('what was counted is forgotten a day after the last one', async () => {
    const { lockout, key } = await fresh();
    await Promise.all([1, 2].map(() => lockout.take(key, 'here')));
    now += DAY - 1;
    expect(await lockout.take(key, 'here')).toMatchObject({ wait: 0, until: now + 30 * SECOND });
    now += DAY;
    expect(await lockout.take(key, 'here')).toMatchObject({ wait: 0, until: 0 });
  });
});

describe.runIf(servers)('in Redis, an attempt whose answer is lost', () => {
  async function fresh() {
    const lockout = await inRedis();
    const lossy = createRedisLockout(withLostAnswers(redis as RedisClient), RULES, clock, 'lockout');
    return { lockout, lossy, key: randomUUID() };
  }

  test('is given back where it was counted', async () => {
    const { lockout, lossy, key } = await fresh();
    for (let round = 0; round < 5; round += 1) {
      await expect(lossy.take(key, 'here')).rejects.toThrow('timed out');
    }
    const taken = await Promise.all(Array.from({ length: 10 }, () => lockout.take(key, 'here')));
    expect(taken.filter(({ wait }) => wait === 0)).toHaveLength(3);
  });

  test('gives nothing back where it was refused: who makes answers late gets no further guess by it', async () => {
    const { lockout, lossy, key } = await fresh();
    await Promise.all([1, 2, 3].map(() => lockout.take(key, 'here')));
    await expect(lossy.take(key, 'here')).rejects.toThrow('timed out');
    expect(await lockout.take(key, 'here')).toMatchObject({ wait: 30 * SECOND });
  });
});

test('waits double from half a minute to the longest, and the hundredth is a day', () => {
  const waits = waitsOf({ count: 5, seconds: 900 }).map((wait) => wait / SECOND);
  expect(waits.slice(0, 12)).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
  expect(waits).toHaveLength(100);
  expect(waits.at(-1)).toBe(24 * 3600);
  expect(waitsOf({ count: 100, seconds: 900 }).slice(-2)).toEqual([0, DAY]);
});
