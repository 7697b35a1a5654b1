import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { Redis } from 'ioredis';
import { createSessionCookie } from '../../server/http/session-cookie.ts';
import { encodeBcryptSha256 } from '../../server/passwords/hashers/bcrypt-sha256.ts';
import { createRedisStore } from '../../server/sessions/redis-store.ts';
import { runSql } from '../../server/test/postgres-databases.ts';
import { MINUTE } from '../../server/time.ts';
import { PASSWORD } from '../processes/kind.ts';
import type { ServerPlace } from '../stores.ts';
import { EPOCH_SQL, ID_SQL, sessionOf, tokenOf } from './people.ts';
import { RUN_ALL, recorded } from './recorded.ts';

/** Sessions that are on their way to Redis at a time. */
const SESSIONS_AT_ONCE = 500;
/** When the sessions were last seen: ahead, so that none is written anew while it is measured. */
const AHEAD = 20 * MINUTE;
/** A load takes its sessions out of so many at the most, at random. */
const MOST_COOKIES = 50_000;

/** Fills both stores with users and a session each. */
export async function fill(place: ServerPlace, users: number, cost: number): Promise<void> {
  migrate(place);
  const hash = await encodeBcryptSha256(PASSWORD, cost);
  await Promise.all([fillPostgres(place, users, hash), fillRedis(place, users)]);
}

function migrate({ databaseUrl }: ServerPlace): void {
  const { status, stderr } = spawnSync(process.execPath, ['dist/migrate.js'], { env: { DATABASE_URL: databaseUrl } });
  if (status !== 0) {
    throw new Error(String(stderr));
  }
}

/** All with one password, and so with one hash: what a login costs doesn't depend on whose it is. */
async function fillPostgres({ databaseUrl }: ServerPlace, users: number, hash: string): Promise<void> {
  await runSql(
    databaseUrl,
    `INSERT INTO "User" (id, username, "usernameFolded", email, "firstName", "lastName", password, "sessionEpoch")
     SELECT ${ID_SQL}, 'person' || n, 'person' || n, 'person' || n || '@example.com', 'Ada', 'Lovelace', '${hash}', ${EPOCH_SQL}
     FROM generate_series(1, ${users}) AS n`,
  );
  // As autovacuum would have done by and by.
  await runSql(databaseUrl, 'VACUUM ANALYZE "User"');
}

/** By our own store, so that the records are what they always are. */
async function fillRedis({ redisUrl, prefix }: ServerPlace, users: number): Promise<void> {
  const redis = new Redis(redisUrl);
  const beganAt = Date.now() + AHEAD;
  try {
    for (let first = 1; first <= users; first += SESSIONS_AT_ONCE) {
      const commands = recorded(prefix);
      const store = createRedisStore(commands.redis);
      for (let n = first; n < first + SESSIONS_AT_ONCE && n <= users; n += 1) {
        await store.create(sessionOf(n, beganAt));
      }
      await redis.eval(RUN_ALL, 0, ...commands.words);
    }
  } finally {
    await redis.quit();
  }
}

/** Writes cookies of sessions taken at random, one a line. */
export async function writeCookies(file: string, users: number): Promise<void> {
  const { name } = createSessionCookie({ publicUrl: new URL('http://localhost') });
  const lines = Array.from({ length: Math.min(users, MOST_COOKIES) }, () => `${name}=${tokenOf(anyOf(users))}\n`);
  await writeFile(file, lines.join(''));
}

/** The number of somebody. */
export function anyOf(users: number): number {
  return 1 + Math.floor(Math.random() * users);
}
