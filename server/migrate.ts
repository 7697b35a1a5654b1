import { fileURLToPath } from 'node:url';
import { loadConfig } from './config.ts';
import { applyMigrations } from './database/migrations.ts';
import { createLog } from './log.ts';
import { openStores } from './stores.ts';

const PRISMA_DIRECTORY = fileURLToPath(new URL('../prisma', import.meta.url));

await migrate().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});

/** `npm run db:migrate`: applies what is missing, and says what it was. */
async function migrate(): Promise<void> {
  const config = loadConfig();
  const stores = await openStores({ ...config, redis: null }, createLog(config));
  try {
    const applied = await applyMigrations(stores.database, PRISMA_DIRECTORY);
    process.stdout.write(applied.length > 0 ? `Applied: ${applied.join(', ')}\n` : 'Nothing to apply.\n');
  } finally {
    await stores.close();
  }
}
