import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
import { migratedDataDirectory } from './data-directory.ts';
import { runSql, withDatabaseName } from './postgres-databases.ts';

/** The environment of a process, and nothing else in it. */
export type Environment = Record<string, string>;

/** Migrated databases for the processes of a test file, each as the environment that leads to it. */
export function commandPlaces() {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-manage-'));
  const servers = inject('serverTemplate');
  const databases: string[] = [];

  afterAll(async () => {
    await rm(directory, { recursive: true });
    for (const name of databases) {
      await runSql(servers?.adminUrl ?? '', `DROP DATABASE "${name}" WITH (FORCE)`);
    }
  });

  async function onEmbedded(): Promise<Environment> {
    return { DATA_DIR: await migratedDataDirectory(directory), BCRYPT_COST: '10' };
  }

  async function onServers(): Promise<Environment> {
    const { adminUrl = '', redisUrl = '', name: template = '' } = servers ?? {};
    const name = `${template}_${randomUUID().slice(0, 8)}`;
    databases.push(name);
    await runSql(adminUrl, `CREATE DATABASE "${name}" TEMPLATE "${template}"`);
    const DATABASE_URL = withDatabaseName(adminUrl, name);
    return { DATABASE_URL, REDIS_URL: redisUrl, REDIS_PREFIX: `${name}:`, BCRYPT_COST: '10' };
  }

  const all: [string, () => Promise<Environment>][] = [['an embedded database', onEmbedded]];
  if (servers) {
    all.push(['PostgreSQL and Redis', onServers]);
  }
  /** For what no store makes a difference to: the servers, where there are any, are open sooner. */
  const onAny = servers ? onServers : onEmbedded;
  return { directory, all, onAny, onEmbedded, onServers, servers };
}
