import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { openRedis, type RedisClient } from '../sessions/redis-connection.ts';
import { withLostAnswers } from '../test/lost-answers.ts';
import { type Allowance, createMemoryAllowance, createRedisAllowance } from './allowance.ts';

const LIMIT = { count: 3, seconds: 1 };
const servers = inject('serverTemplate');
let redis: RedisClient | undefined;

async function inRedis(): Promise<Allowance> {
  redis ??= openRedis({ url: servers?.redisUrl ?? '', prefix: `test:${randomUUID()}:` });
  await (redis.status === 'wait' ? redis.connect() : undefined);
  return createRedisAllowance(redis, LIMIT, 'allowance');
}

const places: [string, () => Promise<Allowance>][] = [['the process', async () => createMemoryAllowance(LIMIT)]];
if (servers) {
  places.push(['Redis', inRedis]);
}

afterAll(() => redis?.disconnect());

describe.each(places)('an allowance kept in %s', (_name, open) => {
  async function takes(allowance: Allowance, key: string, times: number): Promise<number> {
    const waits = await Promise.all(Array.from({ length: times }, () => allowance.take(key)));
    return waits.filter((wait) => wait === 0).length;
  }

  test('lets through as many as it says, and says how long the others have to wait', async () => {
    const allowance = await open();
    const key = randomUUID();
    expect(await takes(allowance, key, 20)).toBe(3);
    const wait = await allowance.take(key);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(1000);
  });

  test('does not count what it refuses: one given back is one more', async () => {
    const allowance = await open();
    const key = randomUUID();
    await takes(allowance, key, 20);
    await allowance.giveBack(key);
    expect(await takes(allowance, key, 20)).toBe(1);
  });

  test('forgets what was taken from one key, and from no other', async () => {
    const allowance = await open();
    const [key, other] = [randomUUID(), randomUUID()];
    await takes(allowance, key, 3);
    await takes(allowance, other, 3);
    await allowance.forget(key);
    expect(await takes(allowance, key, 20)).toBe(3);
    expect(await takes(allowance, other, 20)).toBe(0);
  });

  test('takes nothing back into a window that has not begun', async () => {
    const allowance = await open();
    const key = randomUUID();
    await takes(allowance, key, 3);
    await sleep(1100);
    await Promise.all(Array.from({ length: 10 }, () => allowance.giveBack(key)));
    expect(await takes(allowance, key, 20)).toBe(3);
  });
});

describe.runIf(servers)('in Redis, an attempt whose answer is lost', () => {
  async function fresh() {
    const allowance = await inRedis();
    const lossy = createRedisAllowance(withLostAnswers(redis as RedisClient), LIMIT, 'allowance');
    return { allowance, lossy, key: randomUUID() };
  }

  test('is given back where it was counted', async () => {
    const { allowance, lossy, key } = await fresh();
    await expect(lossy.take(key)).rejects.toThrow('timed out');
    for (const _one of [1, 2, 3]) {
      expect(await allowance.take(key)).toBe(0);
    }
  });

  test('gives nothing back where it may have been refused', async () => {
    const { allowance, lossy, key } = await fresh();
    await Promise.all([1, 2, 3].map(() => allowance.take(key)));
    await expect(lossy.take(key)).rejects.toThrow('timed out');
    expect(await allowance.take(key)).toBeGreaterThan(0);
  });
});
