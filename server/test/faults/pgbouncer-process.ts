import { chown, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSql } from '../postgres-databases.ts';
import { findPgbouncer, requirePrograms } from './programs.ts';
import { createStoreProcess, freePort, type StoreProcess } from './store-process.ts';

/** A PgBouncer in transaction mode before a PostgreSQL of this test alone. */
export interface PgbouncerProcess extends StoreProcess {
  /** The same database by way of the pooler. */
  url: string;
}

/** Many clients share so few connections that every transaction gets another one. */
const SERVER_CONNECTIONS = 3;

export async function startPgbouncer(databaseUrl: string): Promise<PgbouncerProcess> {
  const { hostname, port: serverPort, username, pathname } = new URL(databaseUrl);
  const port = await freePort();
  const { postgresUser: user } = requirePrograms();
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-pgbouncer-'));
  await (user && chown(folder, user.uid, user.gid));
  const database = pathname.slice(1);
  const settings = [
    '[databases]',
    `${database} = host=${hostname} port=${serverPort} user=${username} dbname=${database}`,
    '[pgbouncer]',
    `listen_addr = 127.0.0.1`,
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction',
    `default_pool_size = ${SERVER_CONNECTIONS}`,
    'max_client_conn = 200',
  ];
  await writeFile(join(folder, 'pgbouncer.ini'), `${settings.join('\n')}\n`, { mode: 0o644 });
  const url = `postgresql://${username}@127.0.0.1:${port}/${database}`;
  const pooler = createStoreProcess({
    command: findPgbouncer() ?? 'pgbouncer',
    args: [join(folder, 'pgbouncer.ini')],
    folder,
    user,
    ask: () => runSql(url, 'SELECT 1'),
  });
  await pooler.start();
  return { ...pooler, url };
}
