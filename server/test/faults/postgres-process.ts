import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { inject } from 'vitest';
import { SECOND } from '../../time.ts';
import { runSql, withDatabaseName } from '../postgres-databases.ts';
import { requirePrograms } from './programs.ts';
import { createStoreProcess, freePort, type StoreProcess } from './store-process.ts';

const run = promisify(execFile);

/** A PostgreSQL of this test alone. What it has committed outlives the process, if not the machine. */
export interface PostgresProcess extends StoreProcess {
  port: number;
  /** Where its files are. */
  folder: string;
  /** The database `postgres`, as the superuser. */
  url: string;
  /** Makes an empty database and answers its URL. */
  createDatabase(name: string): Promise<string>;
  /** Runs one statement as the superuser. */
  sql(statement: string): Promise<void>;
  /** Changes a setting of the whole server, in connections that are open, too; null takes the change back. */
  configure(name: string, value: string | null): Promise<void>;
}

export interface PostgresOptions {
  port?: number;
  /** More settings, like `max_connections=20`. */
  settings?: string[];
}

/** Nothing of this outlives the machine, and no more needs to: the operating system keeps what a process has written. */
const QUICK = ['fsync=off', 'listen_addresses=127.0.0.1', 'max_connections=200', 'shared_buffers=32MB'];

export async function startPostgres({ port: wanted, settings = [] }: PostgresOptions = {}): Promise<PostgresProcess> {
  const { postgres, postgresUser: user } = requirePrograms();
  const port = wanted ?? (await freePort());
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-postgres-'));
  await run('cp', ['-a', `${inject('clusterTemplate')}/.`, folder]);
  const url = `postgresql://gatehouse@127.0.0.1:${port}/postgres`;

  const server = createStoreProcess({
    command: postgres,
    args: [
      ...['-D', `${folder}/data`, '-p', String(port), '-k', folder],
      ...[...QUICK, ...settings].flatMap((setting) => ['-c', setting]),
    ],
    folder,
    user,
    ask: () => ask(url),
  });

  // A setting may say that nothing can be written; this connection may.
  const sql = (statement: string) => runSql(`${url}?options=-c%20default_transaction_read_only%3Doff`, statement);

  await server.start();
  return {
    ...server,
    port,
    folder,
    url,
    sql,
    async createDatabase(name) {
      await sql(`CREATE DATABASE "${name}"`);
      return withDatabaseName(url, name);
    },
    async configure(name, value) {
      await sql(value === null ? `ALTER SYSTEM RESET ${name}` : `ALTER SYSTEM SET ${name} = '${value}'`);
      await sql('SELECT pg_reload_conf()');
    },
  };
}

async function ask(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2 * SECOND });
  client.on('error', () => undefined);
  await client.connect();
  await client.end();
}
