import { dirname } from 'node:path';
import { inject } from 'vitest';
import type { Database } from '../../database/database.ts';
import { openEmbedded } from '../../database/embedded.ts';
import { migratedDataDirectory } from '../data-directory.ts';
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

export function prepareStores(): Promise<ProductionStores> {
  return process.env.STORES === 'servers' ? prepareOnServers() : prepareEmbedded();
}

async function prepareEmbedded(): Promise<ProductionStores> {
  // Removed with the template at the end of the run, as the databases on servers are.
  const directory = await migratedDataDirectory(dirname(inject('embeddedTemplate')));
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
  const { database, config } = await openOnServers();
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
