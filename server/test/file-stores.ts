import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { inject } from 'vitest';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import { onPGlite } from '../database/embedded.ts';
import { openPostgres } from '../database/postgres.ts';
import { runSql, withDatabaseName } from './postgres-databases.ts';
import { forgetKeys } from './redis-keys.ts';

/** The stores that a test file has to itself while it runs. */
export interface FileStores {
  database: Database;
  config: Pick<Config, 'database' | 'redis'>;
  /** Leaves no users and no sessions behind, for the next test. */
  empty(): Promise<void>;
}

let opened: Promise<FileStores> | undefined;

/**
 * Opens a copy of the migrated database, once in a worker: its files run one after the other, and opening takes a
 * second. It lives as long as the worker; on the servers, the teardown of templates.ts removes it.
 */
export function openFileStores(): Promise<FileStores> {
  opened ??= process.env.STORES === 'servers' ? openOnServers() : openEmbedded();
  return opened;
}

async function openEmbedded(): Promise<FileStores> {
  const dump = new Blob([await readFile(inject('embeddedTemplate'))]);
  const database = onPGlite(await PGlite.create({ loadDataDir: dump }));
  return {
    database,
    config: { database: { directory: 'in memory' }, redis: null },
    empty: async () => void (await database.prisma.user.deleteMany()),
  };
}

/** A copy of the migrated database on the real server, and keys of its own. */
export async function openOnServers(): Promise<FileStores> {
  const template = inject('serverTemplate');
  if (!template) {
    throw new Error('there is no server');
  }
  const name = `${template.name}_${randomUUID().slice(0, 8)}`;
  await runSql(template.adminUrl, `CREATE DATABASE "${name}" TEMPLATE "${template.name}"`);
  const url = withDatabaseName(template.adminUrl, name);
  const database = openPostgres(url, () => undefined);
  const redis = { url: template.redisUrl, prefix: `${name}:` };
  return {
    database,
    config: { database: { url }, redis },
    empty: async () => {
      await database.prisma.user.deleteMany();
      await forgetKeys(redis);
    },
  };
}
