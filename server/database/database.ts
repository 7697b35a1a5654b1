import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaClient } from './generated/client.ts';

/** One SQL statement with a name, so that PostgreSQL prepares it once per connection. */
export interface Statement {
  name: string;
  text: string;
}

/** PostgreSQL, whether a server or embedded: the same schema, migrations and SQL. */
export interface Database {
  /** For everything but the hot path. A user's password is left out of every answer that doesn't ask for it. */
  readonly prisma: Prisma;
  /** Runs a prepared statement, without Prisma's cost. */
  rows<Row>(statement: Statement, values: unknown[]): Promise<Row[]>;
  /** Runs a piece of work with an adapter for migrations, which wait longer than requests may. */
  withMigrationAdapter<T>(work: (adapters: SqlMigrationAwareDriverAdapterFactory) => Promise<T>): Promise<T>;
  /** How its connections are used; absent where it isn't a server. */
  pool?(): PoolState;
  close(): Promise<void>;
}

/** How many connections there are, how many of them are free, and how many queries wait for one. */
export interface PoolState {
  total: number;
  idle: number;
  waiting: number;
}

export type Prisma = ReturnType<typeof createPrisma>;

/** Prisma's client on an adapter of our own making. */
export function createPrisma(adapter: SqlMigrationAwareDriverAdapterFactory) {
  return new PrismaClient({
    adapter,
    omit: { user: { password: true } },
    // Prisma's longer messages quote the call with its arguments.
    errorFormat: 'minimal',
  });
}
