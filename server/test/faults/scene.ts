import pg from 'pg';
import { type ServerProcess, startServer } from '../server-process.ts';
import { startTcpProxy, type TcpProxy, throughProxy } from '../tcp-proxy.ts';
import { type PostgresProcess, startPostgres } from './postgres-process.ts';
import { type RedisProcess, startRedis } from './redis-process.ts';

/** Stores of a test's own, the ways that lead to them, and the built service on those. */
export interface Scene extends AsyncDisposable {
  postgres: PostgresProcess;
  redis: RedisProcess;
  /** The service reaches its stores by these alone. */
  ways: { postgres: TcpProxy; redis: TcpProxy };
  /** The service's database, for whoever doesn't take the way. */
  database: string;
  /** Who the service is to PostgreSQL: nobody who is let in before others. */
  role: string;
  /** The service's environment. */
  env: Record<string, string>;
  /** Starts the built service and waits until it is ready. It ends with the scene, if not before. */
  start(more?: Record<string, string>): Promise<Service>;
  /** The row of a name, as the database itself has it, whatever the ways do. */
  findUser(username: string): Promise<{ email: string } | null>;
}

/** A service that was ready, and where it listens. */
export interface Service {
  server: ServerProcess;
  url: string;
}

/** Production, with the cheapest hash, and limits that only a test about limits would meet. */
export const PRODUCTION = {
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  PUBLIC_URL: 'http://localhost',
  BCRYPT_COST: '10',
  SECRET_KEY: 'the key of the faulty service, and of nothing else',
  LIMIT_LOGIN_ACCOUNT: '100/900',
  LIMIT_LOGIN_ACCOUNT_ADDRESS: '1000000/900',
  LIMIT_LOGIN_ADDRESS: '1000000/900',
  LIMIT_LOGIN_SERVICE: '1000000/900',
  LIMIT_SIGNUP_ADDRESS: '1000000/900',
  LIMIT_SIGNUP_SERVICE: '1000000/900',
  LIMIT_REVOKE_ACCOUNT: '1000000/900',
};

const ROLE = 'service';

export async function openScene(): Promise<Scene> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const database = await postgres.createDatabase('gatehouse');
  await postgres.sql(`CREATE ROLE ${ROLE} LOGIN`);
  await postgres.sql(`ALTER DATABASE gatehouse OWNER TO ${ROLE}`);
  const ways = {
    postgres: await startTcpProxy({ host: '127.0.0.1', port: postgres.port }),
    redis: await startTcpProxy({ host: '127.0.0.1', port: redis.port }),
  };
  const env = {
    ...PRODUCTION,
    DATABASE_URL: throughProxy(asRole(database), ways.postgres.port),
    REDIS_URL: throughProxy(redis.url, ways.redis.port),
  };
  const started: ServerProcess[] = [];
  return {
    postgres,
    redis,
    ways,
    database,
    role: ROLE,
    env,
    async start(more) {
      const server = startServer({ ...env, ...more });
      started.push(server);
      return { server, url: await server.url() };
    },
    findUser: (username) => findUser(database, username),
    async [Symbol.asyncDispose]() {
      await Promise.all(started.map((server) => server[Symbol.asyncDispose]()));
      await Promise.all([ways.postgres[Symbol.asyncDispose](), ways.redis[Symbol.asyncDispose]()]);
      await Promise.all([postgres[Symbol.asyncDispose](), redis[Symbol.asyncDispose]()]);
    },
  };
}

function asRole(url: string): string {
  const other = new URL(url);
  other.username = ROLE;
  return other.href;
}

/** What the service's log holds of defects: a store's fault is none. */
export function defectsOf(server: ServerProcess): string[] {
  const lines = server.output().split('\n').filter(Boolean);
  return lines.filter((line) => !/^{"level":(20|30|40),/.test(line) && !line.includes("can't be used"));
}

async function findUser(url: string, username: string): Promise<{ email: string } | null> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query('SELECT "email" FROM "User" WHERE "usernameFolded" = $1', [username]);
    return rows[0] ?? null;
  } finally {
    await client.end();
  }
}
