import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { Redis } from 'ioredis';
import { inject } from 'vitest';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import { onPGlite } from '../database/embedded.ts';
import { openPostgres } from '../database/postgres.ts';
import { runSql, withDatabaseName } from './postgres-databases.ts';
import { keysOf } from './redis-keys.ts';

/** The stores that a test file has to itself. */
export interface FileStores {
  database: Database;
  config: Pick<Config, 'database' | 'redis'>;
  /** Leaves no users and no sessions behind, for the next test. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

let opened: Promise<FileStores> | undefined;

/** Opens this file's copy of the migrated database, once. */
export function openFileStores(): Promise<FileStores> {
  opened ??= process.env.STORES === 'servers' ? openOnServers() : openEmbedded();
  return opened;
}

/** Closes it, where a test has opened it. */
export async function closeFileStores(): Promise<void> {
  await (await opened)?.close();
  opened = undefined;
}

async function openEmbedded(): Promise<FileStores> {
  const dump = new Blob([await readFile(inject('embeddedTemplate'))]);
  const database = onPGlite(await PGlite.create({ loadDataDir: dump }));
  return {
    database,
    config: { database: { directory: 'in memory' }, redis: null },
    empty: async () => void (await database.prisma.user.deleteMany()),
    close: database.close,
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
    close: async () => {
      await database.close();
      await forgetKeys(redis);
      await runSql(template.adminUrl, `DROP DATABASE "${name}"`);
    },
  };
}

async function forgetKeys(place: { url: string; prefix: string }): Promise<void> {
  const keys = await keysOf(place);
  const redis = new Redis(place.url);
  await (keys.length > 0 ? redis.del(...keys) : undefined);
  await redis.quit();
}
