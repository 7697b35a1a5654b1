import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { applyMigrations } from './database/migrations.ts';
import { createLog } from './log.ts';
import { openStores } from './stores.ts';

const PRISMA_DIRECTORY = fileURLToPath(new URL('../prisma', import.meta.url));

await migrate().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
// Prisma's engine leaves a timer of ten seconds running; nothing is under way any more.
process.exit();

/** `npm run db:migrate`: applies what is missing, and says what it was. */
async function migrate(): Promise<void> {
  const config = loadConfig(undefined, ['DATABASE_URL']);
  requireLockingWay(config);
  const stores = await openStores({ ...config, redis: null }, createLog(config));
  try {
    const applied = await applyMigrations(stores.database, PRISMA_DIRECTORY);
    const outcome = applied.length > 0 ? `Applied ${applied.join(', ')}` : 'Nothing to apply';
    process.stdout.write(`${outcome}: ${describeDatabase(config)}.\n`);
  } finally {
    await stores.close();
  }
}

/** Migrations take a lock of the session's; with MIGRATE=check the server itself needs no way to that. */
function requireLockingWay({ database }: Config): void {
  if ('url' in database && database.pooler === 'transaction' && !database.migrationUrl) {
    throw new ConfigError(['MIGRATE_DATABASE_URL is required: DATABASE_URL leads to a pooler, where no lock holds']);
  }
}

/** Where it was, without what opens it. */
function describeDatabase({ database }: Config): string {
  if ('directory' in database) {
    return `the embedded database in ${resolve(database.directory)}`;
  }
  const { host, pathname } = new URL(database.migrationUrl ?? database.url);
  return `PostgreSQL at ${host}${pathname}`;
}
