import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Database } from '../database/database.ts';
import { onPGlite } from '../database/embedded.ts';
import { DAY, HOUR, MINUTE } from '../time.ts';
import { createDatabaseStore } from './database-store.ts';
import { openRedis, type RedisClient } from './redis-connection.ts';
import { createRedisStore } from './redis-store.ts';
import type { Session } from './session.ts';
import { SessionGone, type SessionStore, UserGone } from './session-store.ts';
import { createSessions } from './sessions.ts';
import { generateSessionToken, sessionIdOf } from './token.ts';

interface Subject {
  store: SessionStore;
  /** A user whom the store may know sessions of. */
  newUserId(): Promise<string>;
  close(): Promise<void>;
}

async function onDatabase(): Promise<Subject> {
  const dump = new Blob([await readFile(inject('embeddedTemplate'))]);
  const database: Database = onPGlite(await PGlite.create({ loadDataDir: dump }));
  return {
    store: createDatabaseStore(database),
    async newUserId() {
      const username = randomUUID();
      const data = { username, usernameFolded: username, password: '!' };
      return (await database.prisma.user.create({ data })).id;
    },
    close: database.close,
  };
}

let redis: RedisClient;
const prefix = `test:${randomUUID()}:`;

async function onRedis(): Promise<Subject> {
  redis = openRedis({ url: inject('serverTemplate')?.redisUrl ?? '', prefix });
  await redis.connect();
  return {
    store: createRedisStore(redis),
    newUserId: async () => randomUUID(),
    async close() {
      const keys = await redis.keys(`${prefix}*`);
      await Promise.all(keys.map((key) => redis.del(key.slice(prefix.length))));
      redis.disconnect();
    },
  };
}

const subjects: [string, () => Promise<Subject>][] = [['the database', onDatabase]];
if (inject('serverTemplate')) {
  subjects.push(['Redis', onRedis]);
}

describe.each(subjects)('sessions kept in %s', (name, open) => {
  let subject: Subject;
  let store: SessionStore;
  let userId: string;

  beforeAll(async () => {
    subject = await open();
    store = subject.store;
  });

  beforeEach(async () => {
    userId = await subject.newUserId();
  });

  afterAll(() => subject.close());

  function newSession(more: Partial<Session> = {}): Session {
    const now = Date.now();
    return {
      id: sessionIdOf(generateSessionToken()),
      userId,
      epoch: randomUUID(),
      beganAt: now,
      lastSeenAt: now,
      provedAt: now,
      endsAt: now + 7 * DAY,
      remembered: false,
      userAgent: 'a browser',
      address: '127.0.0.1',
      ...more,
    };
  }

  test('a session is found as it was created', async () => {
    const session = newSession();
    await store.create(session);
    expect(await store.find(session.id)).toEqual(session);
  });

  test('an unknown session is null', async () => {
    expect(await store.find(newSession().id)).toBeNull();
    expect(await store.delete(newSession().id)).toBeNull();
  });

  test('touching writes when the session was last seen, and nothing else', async () => {
    const session = newSession();
    await store.create(session);
    await store.touch({ ...session, lastSeenAt: session.lastSeenAt + MINUTE });
    expect(await store.find(session.id)).toEqual({ ...session, lastSeenAt: session.lastSeenAt + MINUTE });
  });

  test('touching a session that has ended does not bring it back', async () => {
    const session = newSession();
    await store.create(session);
    await store.delete(session.id);
    await store.touch(session);
    expect(await store.find(session.id)).toBeNull();
  });

  test('a user’s sessions are found, those of others aren’t', async () => {
    const mine = [newSession(), newSession()];
    const theirs = newSession({ userId: await subject.newUserId() });
    await Promise.all([...mine, theirs].map(store.create));
    const found = await store.findAllOfUser(userId);
    const byId = (one: Session, other: Session) => one.id.localeCompare(other.id);
    expect(found.sort(byId)).toEqual(mine.sort(byId));
    await store.delete(String(mine[0]?.id));
    expect(await store.findAllOfUser(userId)).toEqual([mine[1]]);
  });

  test('deleting ends one session, answers what it was, and leaves the others', async () => {
    const [one, other] = [newSession(), newSession()];
    await store.create(one);
    await store.create(other);
    expect(await store.delete(one.id)).toEqual(one);
    expect(await store.delete(one.id)).toBeNull();
    expect(await store.find(one.id)).toBeNull();
    expect(await store.find(other.id)).toEqual(other);
  });

  test('all sessions of a user end together, and those of others stay', async () => {
    const mine = [newSession(), newSession(), newSession()];
    const theirs = newSession({ userId: await subject.newUserId() });
    await Promise.all([...mine, theirs].map(store.create));
    await store.deleteAllOfUser(userId, null);
    expect(await Promise.all(mine.map(({ id }) => store.find(id)))).toEqual([null, null, null]);
    expect(await store.find(theirs.id)).toEqual(theirs);
    await store.deleteAllOfUser(userId, null);
  });

  test('a session that has ended can’t go on under another epoch, and one that goes on leaves nothing behind', async () => {
    const sessions = createSessions(store, Date.now);
    const start = { userId, epoch: randomUUID(), remembered: true, userAgent: 'x', address: 'x' };
    const { token, session } = await sessions.begin(start);
    const next = await sessions.continueUnder(randomUUID(), session);
    expect(await store.findAllOfUser(userId)).toEqual([next.session]);
    expect(await sessions.find(token)).toBeNull();
    expect(next.session).toMatchObject({
      beganAt: session.beganAt,
      endsAt: session.endsAt,
      provedAt: session.provedAt,
    });

    await sessions.end(next.token);
    await expect(sessions.continueUnder(randomUUID(), next.session)).rejects.toThrow(SessionGone);
    expect(await store.findAllOfUser(userId)).toEqual([]);
  });

  test('when the sessions of an epoch end, those of every later one stay, however late it is done', async () => {
    const [old, next, newest] = [newSession(), newSession(), newSession()];
    await Promise.all([old, next, newest].map(store.create));
    await store.deleteAllOfUser(userId, old.epoch);
    expect(await Promise.all([old, next, newest].map(({ id }) => store.find(id)))).toEqual([null, next, newest]);
  });

  test('a session that is long past its end is gone after a sweep', async () => {
    const past = Date.now() - 8 * DAY;
    const expired = newSession({ beganAt: past, lastSeenAt: past, endsAt: past + 7 * DAY });
    const alive = newSession();
    await store.create(expired);
    await store.create(alive);
    await store.sweep(Date.now());
    expect(await store.find(expired.id)).toBeNull();
    expect(await store.find(alive.id)).toEqual(alive);
  });

  if (name === 'the database') {
    test('a session of a user who is gone can’t begin', async () => {
      await expect(store.create(newSession({ userId: randomUUID() }))).rejects.toThrow(UserGone);
    });
  }

  if (name === 'Redis') {
    test('a record goes by itself at its idle end, and its index after the last of them', async () => {
      const session = newSession();
      await store.create(session);
      expect(await redis.pttl(`session:${session.id}`)).toBeLessThanOrEqual(12 * HOUR);
      expect(await redis.pttl(`session:${session.id}`)).toBeGreaterThan(11 * HOUR);
      expect(await redis.pttl(`sessions-of:${userId}`)).toBeGreaterThan(29 * DAY);
    });
  }
});
