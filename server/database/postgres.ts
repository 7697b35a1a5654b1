import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { MINUTE, SECOND } from '../time.ts';
import { createPrisma, type Database } from './database.ts';
import { runningWholeScripts } from './whole-scripts.ts';

/** pg waits for ever by default; a request is answered within 3 seconds (docs/architecture.md). */
const REQUEST_TIMEOUTS = {
  connectionTimeoutMillis: 2 * SECOND,
  query_timeout: 2.5 * SECOND,
  statement_timeout: 2.5 * SECOND,
  lock_timeout: 2 * SECOND,
  idle_in_transaction_session_timeout: 5 * SECOND,
};

const MIGRATION_TIMEOUTS = { connectionTimeoutMillis: 5 * SECOND, statement_timeout: 10 * MINUTE };

const POOL_SIZE = 10;

/** Opens a pool on a PostgreSQL server. Nothing connects before the first query. */
export function openPostgres(url: string, onFault: (error: Error) => void): Database {
  const connection = { connectionString: url, application_name: 'gatehouse', keepAlive: true };
  const pool = new pg.Pool({ ...connection, ...REQUEST_TIMEOUTS, max: POOL_SIZE });
  // An idle connection that the server ends is an event of the pool's; unheard, it would end the process.
  pool.on('error', onFault);
  const prisma = createPrisma(new PrismaPg(pool));
  return {
    prisma,
    rows: async (statement, values) => (await pool.query({ ...statement, values })).rows,
    async withMigrationAdapter(work) {
      // One connection: the engine's advisory lock belongs to it, and goes with it.
      const single = new pg.Pool({ ...connection, ...MIGRATION_TIMEOUTS, max: 1 });
      single.on('error', onFault);
      return work(runningWholeScripts(new PrismaPg(single), (script) => single.query(script))).finally(() =>
        single.end(),
      );
    },
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
