import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { runSql, withDatabaseName } from '../server/test/postgres-databases.ts';
import { findServers, type Servers } from '../server/test/servers.ts';

/** Stores of one program's own. */
export type Place =
  | { kind: 'servers'; databaseUrl: string; redisUrl: string; prefix: string }
  | { kind: 'embedded'; directory: string };

export type ServerPlace = Extract<Place, { kind: 'servers' }>;

/** Makes places, and takes every trace of them away. */
export interface Stores {
  /** For files that nobody needs afterwards. */
  directory: string;
  servers(): Promise<ServerPlace>;
  /** Keeps its keys apart in a Redis database that is empty. */
  emptyRedis(): Promise<ServerPlace>;
  embedded(): Promise<Place>;
  remove(): Promise<void>;
}

/** Keys that are looked at, and removed, at a time. */
const KEYS_AT_ONCE = 5000;

export async function openStores(): Promise<Stores> {
  const directory = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
  const places: ServerPlace[] = [];
  let found: Servers | null = null;
  let count = 0;

  async function servers(redisDatabase?: number): Promise<ServerPlace> {
    found ??= await requireServers();
    count += 1;
    const name = `gatehouse_bench_${process.pid}_${count}`;
    const redisUrl =
      redisDatabase === undefined ? found.redisUrl : withDatabaseName(found.redisUrl, `${redisDatabase}`);
    const databaseUrl = withDatabaseName(found.databaseUrl, name);
    const place: ServerPlace = { kind: 'servers', databaseUrl, redisUrl, prefix: `${name}:` };
    places.push(place);
    await runSql(found.databaseUrl, `CREATE DATABASE "${name}"`);
    return place;
  }

  return {
    directory,
    servers: () => servers(),
    async emptyRedis() {
      found ??= await requireServers();
      const { redisUrl } = found;
      const taken = places.map((place) => Number(new URL(place.redisUrl).pathname.slice(1)));
      return servers(await emptyRedisDatabase(redisUrl, taken));
    },
    async embedded() {
      return { kind: 'embedded', directory: await mkdtemp(join(directory, 'data-')) };
    },
    async remove() {
      for (const { databaseUrl, redisUrl, prefix } of places) {
        const name = new URL(databaseUrl).pathname.slice(1);
        await runSql((found as Servers).databaseUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
        await forgetKeys(redisUrl, prefix);
      }
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function requireServers(): Promise<Servers> {
  const servers = await findServers();
  if (!servers) {
    throw new Error('Without PostgreSQL and Redis there is --embedded.');
  }
  return servers;
}

/** A Redis has sixteen; the last ones are the least likely to be somebody's. */
async function emptyRedisDatabase(url: string, taken: number[]): Promise<number> {
  const redis = new Redis(url);
  const keyspace = await redis.info('keyspace').finally(() => redis.quit());
  const free = [15, 14, 13, 12, 11, 10, 9, 8].find((db) => !taken.includes(db) && !keyspace.includes(`db${db}:`));
  if (free === undefined) {
    throw new Error('The population needs an empty Redis database, of 8 to 15.');
  }
  return free;
}

async function forgetKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url);
  try {
    for await (const keys of redis.scanStream({ match: `${prefix}*`, count: KEYS_AT_ONCE })) {
      await ((keys as string[]).length > 0 ? redis.unlink(...(keys as string[])) : undefined);
    }
  } finally {
    await redis.quit();
  }
}
