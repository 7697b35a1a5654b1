import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
import type { Database } from '../../database/database.ts';
import { openEmbedded } from '../../database/embedded.ts';
import { openOnServers } from '../file-stores.ts';
import { keysOf } from '../redis-keys.ts';

/** Migrated and empty stores for a server in production, of the kind that STORES says. */
export interface ProductionStores {
  /** The environment that leads to them. */
  env: Record<string, string>;
  /** Looks at the database, or prepares it; an embedded one only while no server runs on it. */
  withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T>;
  /** Every key in Redis, where there is one. */
  keys(): Promise<string[]>;
}

const removals: (() => Promise<void>)[] = [];

// Runs after the test file's own, which stop the servers.
afterAll(async () => {
  for (const remove of removals) {
    await remove();
  }
});

export function prepareStores(): Promise<ProductionStores> {
  return process.env.STORES === 'servers' ? prepareOnServers() : prepareEmbedded();
}

async function prepareEmbedded(): Promise<ProductionStores> {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-attacks-'));
  removals.push(() => rm(directory, { recursive: true }));
  mkdirSync(join(directory, 'postgres'));
  // The dump names its files from the root; tar would say on standard error that it doesn't.
  execFileSync('tar', ['-xf', inject('embeddedTemplate'), '-C', join(directory, 'postgres')], { stdio: 'ignore' });
  return {
    env: { ALLOW_EMBEDDED: 'true', DATA_DIR: directory },
    async withDatabase(work) {
      const database = await openEmbedded(directory);
      return work(database).finally(() => database.close());
    },
    keys: async () => [],
  };
}

async function prepareOnServers(): Promise<ProductionStores> {
  const { database, config, close } = await openOnServers();
  removals.push(close);
  const { redis } = config;
  const databaseUrl = 'url' in config.database ? config.database.url : '';
  return {
    env: { DATABASE_URL: databaseUrl, REDIS_URL: redis?.url ?? '', REDIS_PREFIX: redis?.prefix ?? '' },
    withDatabase: (work) => work(database),
    keys: () => keysOf(redis),
  };
}

/** Every user, every session and every key, without what only counts attempts. */
export async function recordsIn(stores: ProductionStores): Promise<string[]> {
  const rows = await stores.withDatabase(async ({ prisma }) => [
    ...(await prisma.user.findMany({ select: { id: true } })),
    ...(await prisma.session.findMany({ select: { id: true } })),
  ]);
  const keys = (await stores.keys()).filter((key) => !key.includes('attempts:'));
  return [...rows.map(({ id }) => id), ...keys].sort();
}
