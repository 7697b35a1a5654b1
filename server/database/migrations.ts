import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { Database } from './database.ts';
import { openMigrationEngine } from './migration-engine.ts';

/** Where schema.prisma and migrations/ are: beside the sources, and in a build beside the bundle. */
export type PrismaDirectory = string;

/** The database and prisma/migrations don't fit; the message is for the person who starts the server. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

const REMEDY =
  'It left nothing behind: mend it, remove its row (DELETE FROM "_prisma_migrations" WHERE "migration_name" = …), and start again.';

export const NO_FILTER = { externalTables: [], externalEnums: [] };

/**
 * Applies what is missing, in order, and names it. Several processes may do so at once: the engine takes an advisory
 * lock, and each migration is a transaction.
 */
export async function applyMigrations(database: Database, directory: PrismaDirectory): Promise<string[]> {
  const migrationsList = await readMigrations(directory);
  return withEngine(database, directory, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTER });
    return appliedMigrationNames;
  }).catch((error: Error) => {
    // The engine's message ends with where in the engine it was.
    const [message = ''] = error.message.split('\n   0: ');
    throw new MigrationError(message.trim(), { cause: error });
  });
}

/**
 * Refuses a database that lacks a migration, and changes nothing.
 * @throws {MigrationError} naming what is missing
 */
export async function checkMigrations(database: Database, directory: PrismaDirectory): Promise<void> {
  const migrationsList = await readMigrations(directory);
  const { history, failedMigrationNames } = await withEngine(database, directory, (engine) =>
    engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: NO_FILTER }),
  );
  if (failedMigrationNames.length > 0) {
    throw new MigrationError(`failed half-way: ${failedMigrationNames.join(', ')}. ${REMEDY}`);
  }
  if (history && 'unappliedMigrationNames' in history) {
    throw new MigrationError(
      `not applied: ${history.unappliedMigrationNames.join(', ')}. Run npm run db:migrate (in the image: node dist/migrate.js).`,
    );
  }
}

/** Reads prisma/migrations as the engine wants it. */
export async function readMigrations(directory: PrismaDirectory): Promise<MigrationList> {
  const baseDir = join(directory, 'migrations');
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: await readFile(join(baseDir, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(names.sort().map((name) => readMigration(baseDir, name))),
  };
}

async function readMigration(baseDir: string, name: string): Promise<MigrationList['migrationDirectories'][number]> {
  const value = await readFile(join(baseDir, name, 'migration.sql'), 'utf8');
  return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } } };
}

type Engine = Awaited<ReturnType<typeof openMigrationEngine>>;

async function withEngine<T>(
  database: Database,
  directory: PrismaDirectory,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const schema = await readFile(join(directory, 'schema.prisma'), 'utf8');
  return database.withMigrationAdapter(async (adapters) => work(await openMigrationEngine(adapters, schema)));
}
