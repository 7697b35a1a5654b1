import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { DATABASE_TIMEOUTS, type DatabaseTimeouts } from '../time-outs.ts';
import { createPrisma, type Database } from './database.ts';
import { runningWholeScripts } from './whole-scripts.ts';

/** What stands between us and a PostgreSQL server. */
export interface PostgresWay {
  /** A pooler in transaction mode gives every transaction whichever connection is free; what a session knows is lost. */
  readonly pooler?: 'none' | 'transaction';
  /** Another way to the same database, for migrations: past the pooler, or as a role that may change tables. */
  readonly migrationUrl?: string | null;
}

/** Opens a pool on a PostgreSQL server. Nothing connects before the first query. */
export function openPostgres(
  url: string,
  onFault: (error: Error) => void,
  timeouts: DatabaseTimeouts = DATABASE_TIMEOUTS,
  { pooler = 'none', migrationUrl = null }: PostgresWay = {},
): Database {
  const isPooled = pooler === 'transaction';
  const connection = { connectionString: url, application_name: 'gatehouse', keepAlive: true };
  const pool = new pg.Pool({ ...connection, ...forRequests(timeouts), ...(isPooled ? {} : inSession(timeouts)) });
  // An idle connection that the server ends is an event of the pool's; unheard, it would end the process.
  pool.on('error', onFault);
  const prisma = createPrisma(new PrismaPg(pool));
  return {
    prisma,
    // A prepared statement belongs to one connection, which a pooler may give to somebody else. Prisma prepares none.
    rows: async ({ name, text }, values) => (await pool.query({ ...(!isPooled && { name }), text, values })).rows,
    async withMigrationAdapter(work) {
      // One connection: the engine's advisory lock belongs to it, and goes with it.
      const single = new pg.Pool({
        ...connection,
        ...(migrationUrl !== null && { connectionString: migrationUrl }),
        ...forMigrations(timeouts, isPooled && migrationUrl === null),
      });
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
function forRequests({ poolSize, connect, idle, statement }: DatabaseTimeouts) {
  return {
    max: poolSize,
    connectionTimeoutMillis: connect,
    idleTimeoutMillis: idle,
    // For a server that doesn't answer any more.
    query_timeout: statement,
  };
}

/** What PostgreSQL itself ends. A pooler refuses to set it for one client; the role may have it (docs/stores.md). */
function inSession({ statement, lock, idleInTransaction }: DatabaseTimeouts) {
  return {
    statement_timeout: statement,
    lock_timeout: lock,
    idle_in_transaction_session_timeout: idleInTransaction,
  };
}

function forMigrations({ connect, migration }: DatabaseTimeouts, isPooled: boolean) {
  return {
    max: 1,
    connectionTimeoutMillis: connect,
    ...(isPooled ? { query_timeout: migration } : { statement_timeout: migration }),
  };
}
