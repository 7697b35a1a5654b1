import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { DATABASE_TIMEOUTS, type DatabaseTimeouts } from '../time-outs.ts';
import { createPrisma, type Database } from './database.ts';
import { runningWholeScripts } from './whole-scripts.ts';

/** Opens a pool on a PostgreSQL server. Nothing connects before the first query. */
export function openPostgres(
  url: string,
  onFault: (error: Error) => void,
  timeouts: DatabaseTimeouts = DATABASE_TIMEOUTS,
): Database {
  const connection = { connectionString: url, application_name: 'gatehouse', keepAlive: true };
  const pool = new pg.Pool({ ...connection, ...forRequests(timeouts) });
  // An idle connection that the server ends is an event of the pool's; unheard, it would end the process.
  pool.on('error', onFault);
  const prisma = createPrisma(new PrismaPg(pool));
  return {
    prisma,
    rows: async (statement, values) => (await pool.query({ ...statement, values })).rows,
    async withMigrationAdapter(work) {
      // One connection: the engine's advisory lock belongs to it, and goes with it.
      const single = new pg.Pool({ ...connection, ...forMigrations(timeouts) });
      single.on('error', onFault);
      return work(runningWholeScripts(new PrismaPg(single), (script) => single.query(script))).finally(() =>
        single.end(),
      );
    },
    pool: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** pg waits for ever by default; a request is answered within 3 seconds (docs/architecture.md). */
function forRequests({ poolSize, connect, idle, statement, lock, idleInTransaction }: DatabaseTimeouts) {
  return {
    max: poolSize,
    connectionTimeoutMillis: connect,
    idleTimeoutMillis: idle,
    // The server's own, and pg's for a server that doesn't answer any more.
    statement_timeout: statement,
    query_timeout: statement,
    lock_timeout: lock,
    idle_in_transaction_session_timeout: idleInTransaction,
  };
}

function forMigrations({ connect, migration }: DatabaseTimeouts) {
  return { max: 1, connectionTimeoutMillis: connect, statement_timeout: migration };
}
