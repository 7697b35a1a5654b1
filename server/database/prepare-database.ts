import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { SECOND } from '../time.ts';
import type { Database } from './database.ts';
import { applyMigrations, checkMigrations } from './migrations.ts';
import { isStoreFault } from './store-fault.ts';

export interface Preparation {
  database: Database;
  migrate: Config['migrate'];
  prismaDirectory: string;
  log: Logger;
  /** Answers whether the stores can be used, the database among them. */
  isReachable: () => Promise<boolean>;
  signal: AbortSignal;
}

/**
 * Brings the database to what the code expects, as MIGRATE has it, and waits for it where it is away. False where the
 * signal said stop before that.
 * @throws {MigrationError} where that can't be done
 */
export async function prepareDatabase(preparation: Preparation): Promise<boolean> {
  const { isReachable, signal } = preparation;
  while (!signal.aborted) {
    if (await isReachable()) {
      try {
        await migrateDatabase(preparation);
        return true;
      } catch (error) {
        // Gone again in the middle of it: the migration is a transaction, and comes again with the database.
        if (!isStoreFault(error) && (await isReachable())) {
          throw error;
        }
      }
    }
    await sleep(SECOND, undefined, { signal }).catch(() => undefined);
  }
  return false;
}

async function migrateDatabase({ database, migrate, prismaDirectory, log }: Preparation): Promise<void> {
  if (migrate === 'check') {
    await checkMigrations(database, prismaDirectory);
  } else if (migrate === 'apply') {
    const applied = await applyMigrations(database, prismaDirectory);
    for (const name of applied) {
      log.info(`migration ${name} applied`);
    }
  }
}
