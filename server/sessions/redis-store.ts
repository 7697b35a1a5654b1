import DataLoader from 'dataloader';
import { Cluster } from 'ioredis';
import { DAY } from '../time.ts';
import type { RedisClient } from './redis-connection.ts';
import { DEFAULT_LIFETIMES, expiryOf, type Session } from './session.ts';
import type { SessionStore } from './session-store.ts';
import type { SessionId } from './token.ts';

/** The longest that SESSION_… takes. */
const LONGEST_POSSIBLE = 366 * DAY;

/**
 * Keeps sessions in Redis (6.2 or newer). Two kinds of keys: `session:<id>` holds a record and expires with it;
 * `sessions-of:<user>` is a sorted set of the user's session ids by their absolute end. In a cluster every command
 * names one key, so that it needs no hash tags.
 */
export function createRedisStore(redis: RedisClient, lifetimes = DEFAULT_LIFETIMES): SessionStore {
  const read = readerOf(redis);

  async function find(id: SessionId): Promise<Session | null> {
    const found = await read(recordKey(id));
    return found === null ? null : (JSON.parse(found) as Session);
  }

  return {
    async create(session) {
      const index = indexKey(session.userId);
      // In one go, and in this order: the index first, so that no record is there that it doesn't name.
      await Promise.all([
        redis.zadd(index, String(session.endsAt), session.id),
        // As long as any session can be set to live: settings change, and the index must outlast what it names.
        redis.pexpireat(index, session.lastSeenAt + LONGEST_POSSIBLE),
        redis.zremrangebyscore(index, '-inf', String(session.beganAt)),
        redis.set(recordKey(session.id), JSON.stringify(session), 'PXAT', expiryOf(session, lifetimes)),
      ]);
    },
    find,
    async findAllOfUser(userId) {
      const ids = await redis.zrange(indexKey(userId), 0, '-1');
      return (await Promise.all(ids.map(find))).filter((session) => session !== null);
    },
    async touch(session) {
      // XX: a session that has just been ended stays ended.
      await redis.set(recordKey(session.id), JSON.stringify(session), 'PXAT', expiryOf(session, lifetimes), 'XX');
    },
    async delete(id) {
      const found = await redis.getdel(recordKey(id));
      if (found === null) {
        return null;
      }
      const session = JSON.parse(found) as Session;
      await redis.zrem(indexKey(session.userId), id);
      return session;
    },
    async deleteAllOfUser(userId, endedEpoch) {
      const ids = await redis.zrange(indexKey(userId), 0, '-1');
      const sessions = await Promise.all(ids.map(find));
      const dead = ids.filter((_id, index) => endedEpoch === null || sessions[index]?.epoch === endedEpoch);
      await Promise.all(dead.flatMap((id) => [redis.del(recordKey(id)), redis.zrem(indexKey(userId), id)]));
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

/**
 * Reads a record. Requests that come together share a command; setImmediate, because each comes in a tick of its own. The
 * keys of one command must be in one slot of a cluster: there, each is read by itself.
 */
function readerOf(redis: RedisClient): (key: string) => Promise<string | null> {
  if (redis instanceof Cluster) {
    return (key) => redis.get(key);
  }
  const records = new DataLoader((keys: readonly string[]) => redis.mget([...keys]), {
    cache: false,
    batchScheduleFn: setImmediate,
  });
  return (key) => records.load(key);
}
