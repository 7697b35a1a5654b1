import { randomUUID } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { MINUTE } from '../time.ts';
import { openRedis } from './redis-connection.ts';
import { createRedisStore } from './redis-store.ts';
import type { Session } from './session.ts';
import { createSessions } from './sessions.ts';

const servers = inject('serverTemplate');

test.runIf(servers)('a session that many requests use at once is written once a minute', async () => {
  const redis = openRedis({ url: servers?.redisUrl ?? '', prefix: `test:${randomUUID()}:` });
  await redis.connect();
  let now = Date.now();
  let writes = 0;
  const store = createRedisStore(redis);
  const counting = {
    ...store,
    touch(session: Session) {
      writes += 1;
      return store.touch(session);
    },
  };
  const sessions = createSessions(counting, () => now);
  const start = { userId: randomUUID(), epoch: randomUUID(), remembered: false, userAgent: 'x', address: 'x' };
  const { token } = await sessions.begin(start);
  const use = async () => {
    const session = await sessions.find(token);
    await (session && sessions.touch(session));
  };

  now += 2 * MINUTE;
  await Promise.all(Array.from({ length: 20 }, use));
  expect(writes).toBe(1);
  now += MINUTE / 2;
  await use();
  expect(writes).toBe(1);
  now += MINUTE;
  await use();
  expect(writes).toBe(2);
  await sessions.end(token);
  redis.disconnect();
});
