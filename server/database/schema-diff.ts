import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { onPGlite } from './embedded.ts';
import { openMigrationEngine } from './migration-engine.ts';
import { NO_FILTER, type PrismaDirectory, readMigrations } from './migrations.ts';

/**
 * The SQL that leads from prisma/migrations to schema.prisma; empty where they agree. The migrations are run on a
 * PostgreSQL in memory, so that this needs no server and touches none.
 */
export async function diffSchema(directory: PrismaDirectory): Promise<string> {
  const schema = await readFile(join(directory, 'schema.prisma'), 'utf8');
  const database = onPGlite(await PGlite.create());
  try {
    const migrations = await readMigrations(directory);
    const { exitCode, stdout } = await database.withMigrationAdapter(async (adapters) => {
      // It is a throw-away database already: no need for another one to try the migrations in.
      const throwAway = { ...adapters, connectToShadowDb: adapters.connect };
      return (await openMigrationEngine(throwAway, schema)).diff({
        from: { tag: 'migrations', ...migrations },
        to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
        script: true,
        exitCode: true,
        filters: NO_FILTER,
      });
    });
    return exitCode === 2 ? (stdout ?? '') : '';
  } finally {
    await database.close();
  }
}
