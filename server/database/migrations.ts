import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { Database } from './database.ts';
import { openMigrationEngine } from './migration-engine.ts';
import { isStoreFault } from './store-fault.ts';

/** Where schema.prisma and migrations/ are: beside the sources, and in a build beside the bundle. */
export type PrismaDirectory = string;

/** The database and prisma/migrations don't fit; the message is for the person who starts the server. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** The table doesn't tell one that another process runs just now from one that failed. */
const REMEDY =
  'If it still runs, wait for it and start again. If it failed, it left nothing behind: mend it, remove its row (DELETE FROM "_prisma_migrations" WHERE "migration_name" = …), and start again.';

export const NO_FILTER = { externalTables: [], externalEnums: [] };

/**
 * Applies what is missing, in order, and names it. Several processes may do so at once: the engine takes an advisory
 * lock, and each migration is a transaction.
 */
export async function applyMigrations(database: Database, directory: PrismaDirectory): Promise<string[]> {
  const migrationsList = await readMigrations(directory);
  if (await isUpToDate(database, migrationsList)) {
    return [];
  }
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
  if (await isUpToDate(database, migrationsList)) {
    return;
  }
  const { history, failedMigrationNames } = await withEngine(database, directory, (engine) =>
    engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: NO_FILTER }),
  );
  const own = ownNames(migrationsList);
  const unfinished = failedMigrationNames.filter((name) => own.has(name));
  if (unfinished.length > 0) {
    throw new MigrationError(`not finished: ${unfinished.join(', ')}. ${REMEDY}`);
  }
  if (history && 'unappliedMigrationNames' in history) {
    throw new MigrationError(
      `not applied: ${history.unappliedMigrationNames.join(', ')}. Run npm run db:migrate (in the image: node dist/migrate.js).`,
    );
  }
}

const HISTORY = {
  name: 'migration-history',
  text: 'SELECT "migration_name" AS "name", "finished_at" IS NOT NULL AS "isDone", "rolled_back_at" IS NOT NULL AS "isUndone" FROM "_prisma_migrations"',
};

/**
 * Answers whether nothing is to be done, as at nearly every start: loading the engine to hear that takes a tenth of it.
 * What a later release has begun, this one can work beside.
 */
async function isUpToDate(database: Database, migrationsList: MigrationList): Promise<boolean> {
  const history = await database
    .rows<{ name: string; isDone: boolean; isUndone: boolean }>(HISTORY, [])
    .catch((error: unknown) => {
      if (isStoreFault(error)) {
        throw error;
      }
      // No table yet, or not for us to read: the engine knows what to do, or what to say.
      return [];
    });
  const done = new Set(history.filter(({ isDone, isUndone }) => isDone && !isUndone).map(({ name }) => name));
  const own = ownNames(migrationsList);
  const isUnfinished = history.some(({ name, isDone, isUndone }) => !isDone && !isUndone && own.has(name));
  return !isUnfinished && [...own].every((name) => done.has(name));
}

function ownNames({ migrationDirectories }: MigrationList): ReadonlySet<string> {
  return new Set(migrationDirectories.map(({ path }) => path));
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
