import { Redis } from 'ioredis';
import pg from 'pg';
import type { ServerPlace } from '../stores.ts';
import { sessionOf } from './people.ts';

/** In bytes. */
export interface Size {
  /** What a user takes in PostgreSQL, with its indexes. */
  user: number;
  /** What a session takes in Redis, with its place in the user's list. */
  session: number;
  /** PostgreSQL's own memory for pages; what isn't there is fetched from the system or the disk. */
  sharedBuffers: number;
}

export async function sizeOf({ databaseUrl, redisUrl, prefix }: ServerPlace, users: number): Promise<Size> {
  const client = new pg.Client({ connectionString: databaseUrl });
  const redis = new Redis(redisUrl);
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT pg_total_relation_size('"User"')::float8 AS bytes, pg_size_bytes(current_setting('shared_buffers'))::float8 AS buffers`,
    );
    const { id, userId } = sessionOf(users, Date.now());
    const record = await redis.memory('USAGE', `${prefix}session:${id}`);
    const list = await redis.memory('USAGE', `${prefix}sessions-of:${userId}`);
    return { user: rows[0].bytes / users, session: Number(record) + Number(list), sharedBuffers: rows[0].buffers };
  } finally {
    await client.end();
    await redis.quit();
  }
}
