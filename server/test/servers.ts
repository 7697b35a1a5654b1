import { Redis } from 'ioredis';
import pg from 'pg';

/** Real servers for the tests that need them. */
export interface Servers {
  databaseUrl: string;
  redisUrl: string;
}

const DATABASE_URL = process.env.TEST_DATABASE_URL ?? 'postgresql://root@127.0.0.1:5432/postgres';
const REDIS_URL = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379';

/**
 * Finds PostgreSQL and Redis, by TEST_DATABASE_URL and TEST_REDIS_URL or where they usually are. Without them the tests
 * that need them are skipped, and a line says so; under CI=true that is a failure.
 */
export async function findServers(): Promise<Servers | null> {
  const faults = (await Promise.all([faultOf('PostgreSQL', askPostgres), faultOf('Redis', askRedis)])).flat();
  if (faults.length === 0) {
    return { databaseUrl: DATABASE_URL, redisUrl: REDIS_URL };
  }
  const message = `the tests on real servers need ${faults.join(' and ')}; set TEST_DATABASE_URL and TEST_REDIS_URL`;
  if (process.env.CI === 'true') {
    throw new Error(message);
  }
  process.stderr.write(`Skipped: ${message}\n`);
  return null;
}

async function faultOf(name: string, ask: () => Promise<void>): Promise<string[]> {
  try {
    await ask();
    return [];
  } catch (error) {
    return [`${name} (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`];
  }
}

async function askPostgres(): Promise<void> {
  const client = new pg.Client({ connectionString: DATABASE_URL, connectionTimeoutMillis: 2000 });
  await client.connect();
  await client.end();
}

async function askRedis(): Promise<void> {
  const redis = new Redis(REDIS_URL, { lazyConnect: true, connectTimeout: 2000, retryStrategy: () => null });
  redis.on('error', () => undefined);
  await redis.connect();
  await redis.quit();
}
