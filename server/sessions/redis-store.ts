import type { Redis } from 'ioredis';
import { expiryOf, LONGEST_LIFETIME, type Session } from './session.ts';
import type { SessionStore } from './session-store.ts';
import type { SessionId } from './token.ts';

/**
 * Keeps sessions in Redis (6.2 or newer). Two kinds of keys: `session:<id>` holds a record and expires with it;
 * `sessions-of:<user>` is a sorted set of the user's session ids by their absolute end. Every command names one key,
 * so that a cluster needs no hash tags.
 */
export function createRedisStore(redis: Redis): SessionStore {
  async function deleteOne(id: SessionId): Promise<Session | null> {
    const found = await redis.getdel(recordKey(id));
    return found === null ? null : (JSON.parse(found) as Session);
  }

  return {
    async create(session) {
      const index = indexKey(session.userId);
      // The index first: a record that it doesn't name could not be revoked with the others.
      await redis.zadd(index, String(session.endsAt), session.id);
      await redis.pexpireat(index, session.beganAt + LONGEST_LIFETIME);
      await redis.zremrangebyscore(index, '-inf', String(session.beganAt));
      await redis.set(recordKey(session.id), JSON.stringify(session), 'PXAT', expiryOf(session));
    },
    async find(id) {
      const found = await redis.get(recordKey(id));
      return found === null ? null : (JSON.parse(found) as Session);
    },
    async touch(session) {
      // XX: a session that has just been ended stays ended.
      await redis.set(recordKey(session.id), JSON.stringify(session), 'PXAT', expiryOf(session), 'XX');
    },
    async delete(id) {
      const session = await deleteOne(id);
      if (session) {
        await redis.zrem(indexKey(session.userId), id);
      }
      return session;
    },
    async deleteAllOfUser(userId) {
      const ids = await redis.zrange(indexKey(userId), 0, '-1');
      await Promise.all(ids.map(deleteOne));
      if (ids.length > 0) {
        // Not the whole key: a session that began meanwhile keeps its place in the index.
        await redis.zrem(indexKey(userId), ...ids);
      }
    },
    async sweep() {
      // Redis expires records by itself.
    },
  };
}

function recordKey(id: SessionId): string {
  return `session:${id}`;
}

function indexKey(userId: string): string {
  return `sessions-of:${userId}`;
}
