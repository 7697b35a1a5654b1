import { resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { lockDataDirectory } from './data-directory.ts';
import { DataDirectoryError } from './data-directory-error.ts';
import { createPrisma, type Database } from './database.ts';
import { runningWholeScripts } from './whole-scripts.ts';

/**
 * Opens real PostgreSQL inside this process, its data in a directory that no other process may open meanwhile.
 * @throws {DataDirectoryError} where the directory can't be written or is in use
 */
export async function openEmbedded(directory: string): Promise<Database> {
  const lock = await lockDataDirectory(directory);
  try {
    const database = onPGlite(await PGlite.create(`${directory}/postgres`));
    return { ...database, close: () => database.close().finally(lock.release) };
  } catch (error) {
    await lock.release();
    const reason = error instanceof Error ? error.message : 'PostgreSQL ended while it started';
    throw new DataDirectoryError(`DATA_DIR ${resolve(directory)} holds no database that can be opened (${reason}).`);
  }
}

/** The same on a PGlite that is open already. */
export function onPGlite(pglite: PGlite): Database {
  const adapters = new PrismaPGlite(pglite);
  const prisma = createPrisma(adapters);
  return {
    prisma,
    rows: async <Row>(statement: { text: string }, values: unknown[]) =>
      (await pglite.query<Row>(statement.text, values)).rows,
    withMigrationAdapter: (work) => work(runningWholeScripts(adapters, (script) => pglite.exec(script))),
    close: async () => {
      await prisma.$disconnect();
      await pglite.close();
    },
  };
}
