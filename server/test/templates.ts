import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { TestProject } from 'vitest/node';
import { onPGlite } from '../database/embedded.ts';
import { applyMigrations } from '../database/migrations.ts';
import { openPostgres } from '../database/postgres.ts';
import { dropDatabases, runSql, withDatabaseName } from './postgres-databases.ts';
import { forgetKeys } from './redis-keys.ts';
import { findServers } from './servers.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A migrated embedded database, as PGlite dumps it. */
    embeddedTemplate: string;
    /** A migrated database on the real server, to be copied; absent where there is none. */
    serverTemplate: { adminUrl: string; name: string; redisUrl: string } | null;
  }
}

/** Makes a migrated database of each kind, once; every worker copies one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-test-'));
  const embeddedTemplate = join(folder, 'embedded.tar');
  await makeEmbeddedTemplate(embeddedTemplate);
  project.provide('embeddedTemplate', embeddedTemplate);

  const servers = await findServers();
  const name = `gatehouse_test_${process.pid}`;
  if (servers) {
    await makeServerTemplate(servers.databaseUrl, name);
  }
  project.provide('serverTemplate', servers && { adminUrl: servers.databaseUrl, name, redisUrl: servers.redisUrl });

  return async () => {
    await rm(folder, { recursive: true });
    if (servers) {
      await dropDatabases(servers.databaseUrl, `${name}_`);
      await forgetKeys({ url: servers.redisUrl, prefix: `${name}_` });
      await runSql(servers.databaseUrl, `DROP DATABASE "${name}"`);
    }
  };
}

async function makeEmbeddedTemplate(path: string): Promise<void> {
  const pglite = await PGlite.create();
  await applyMigrations(onPGlite(pglite), 'prisma');
  const dump = await pglite.dumpDataDir('none');
  await writeFile(path, Buffer.from(await dump.arrayBuffer()));
  await pglite.close();
}

async function makeServerTemplate(adminUrl: string, name: string): Promise<void> {
  await runSql(adminUrl, `CREATE DATABASE "${name}"`);
  const database = openPostgres(withDatabaseName(adminUrl, name), rethrow);
  await applyMigrations(database, 'prisma');
  await database.close();
}

function rethrow(error: Error): never {
  throw error;
}
