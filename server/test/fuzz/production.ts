import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSql, withDatabaseName } from '../postgres-databases.ts';
import { forgetKeys } from '../redis-keys.ts';
import { buildWhenStale, type ServerProcess, startServer } from '../server-process.ts';
import { findServers } from '../servers.ts';

export interface FuzzedService {
  name: string;
  server: ServerProcess;
  /** Removes what it leaves behind. */
  remove(): Promise<void>;
}

const PRODUCTION = {
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  PUBLIC_URL: 'http://localhost',
  BCRYPT_COST: '10',
  SECRET_KEY: 'the key of the fuzzed service, and of nothing else',
};

/** The built server in production: on PostgreSQL and Redis where there are any, and on what it brings itself otherwise. */
export async function startProduction(): Promise<FuzzedService> {
  buildWhenStale();
  const servers = await findServers();
  if (!servers) {
    const directory = await mkdtemp(join(tmpdir(), 'gatehouse-fuzz-'));
    const server = startServer({ ...PRODUCTION, ALLOW_EMBEDDED: 'true', DATA_DIR: directory });
    return { name: 'embedded', server, remove: () => rm(directory, { recursive: true }) };
  }
  const name = `gatehouse_fuzz_${randomUUID().slice(0, 8)}`;
  await runSql(servers.databaseUrl, `CREATE DATABASE "${name}"`);
  const server = startServer({
    ...PRODUCTION,
    DATABASE_URL: withDatabaseName(servers.databaseUrl, name),
    REDIS_URL: servers.redisUrl,
    REDIS_PREFIX: `${name}:`,
  });
  return {
    name: 'PostgreSQL and Redis',
    server,
    async remove() {
      await runSql(servers.databaseUrl, `DROP DATABASE "${name}" WITH (FORCE)`);
      await forgetKeys({ url: servers.redisUrl, prefix: `${name}:` });
    },
  };
}
