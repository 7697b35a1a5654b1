import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Scene } from './scene.ts';

/** A way in which a store fails. */
export interface Fault {
  name: string;
  /** Whether what only reads may be answered: where the store can confirm it. */
  reads: boolean;
  /** Whether a profile may be changed: where only the sessions can't be. */
  changes: boolean;
  /** What /readyz may say: it tells where the store doesn't answer, and not where it only refuses to write. */
  readiness: readonly number[];
  /** Makes the store fail, and answers how that ends. */
  begin(scene: Scene): Promise<() => Promise<unknown>>;
}

const GONE = { reads: false, changes: false, readiness: [503] };
const WRITES_NOTHING = { reads: true, changes: false, readiness: [200] };

/** Where there is nobody. */
const NOBODY = ['127.0.0.1', '1'] as const;

const REDIS: Fault[] = [
  {
    name: 'Redis is killed',
    ...GONE,
    async begin({ redis }) {
      await redis.kill();
      return redis.start;
    },
  },
  {
    name: 'Redis hangs',
    ...GONE,
    async begin({ redis }) {
      await redis.freeze();
      return redis.thaw;
    },
  },
  {
    name: 'Redis is a second away',
    ...GONE,
    async begin({ ways }) {
      ways.redis.delay(1000);
      return async () => ways.redis.restore();
    },
  },
  {
    name: 'Redis is full',
    ...WRITES_NOTHING,
    changes: true,
    begin: ({ redis }) => setting(redis, 'maxmemory', '1', '0'),
  },
  {
    name: 'Redis has too few replicas to write',
    ...WRITES_NOTHING,
    changes: true,
    begin: ({ redis }) => setting(redis, 'min-replicas-to-write', '1', '0'),
  },
  {
    name: 'Redis is a replica, and read-only',
    ...WRITES_NOTHING,
    changes: true,
    // It connects again and again, in case that another one is the master.
    readiness: [200, 503],
    async begin({ redis }) {
      await redis.command('REPLICAOF', ...NOBODY);
      return () => redis.command('REPLICAOF', 'NO', 'ONE');
    },
  },
  {
    name: 'Redis is a replica that answers nothing without its master',
    ...GONE,
    async begin({ redis }) {
      const restore = await setting(redis, 'replica-serve-stale-data', 'no', 'yes');
      await redis.command('REPLICAOF', ...NOBODY);
      return () => Promise.all([restore(), redis.command('REPLICAOF', 'NO', 'ONE')]);
    },
  },
  {
    name: 'Redis is busy with a script that never ends',
    ...GONE,
    async begin({ redis }) {
      await redis.command('CONFIG', 'SET', 'busy-reply-threshold', '50');
      const script = redis.command('EVAL', 'while true do end', '0').catch((error: Error) => error);
      await sleep(200);
      return () => Promise.all([redis.command('SCRIPT', 'KILL'), script]);
    },
  },
];

const POSTGRES: Fault[] = [
  {
    name: 'PostgreSQL is killed',
    ...GONE,
    async begin({ postgres }) {
      await postgres.kill();
      return postgres.start;
    },
  },
  {
    name: 'PostgreSQL hangs',
    ...GONE,
    async begin({ postgres }) {
      await postgres.freeze();
      return postgres.thaw;
    },
  },
  {
    name: 'PostgreSQL is three seconds away',
    ...GONE,
    async begin({ ways }) {
      ways.postgres.delay(1500);
      return async () => ways.postgres.restore();
    },
  },
  {
    name: 'PostgreSQL is read-only',
    ...WRITES_NOTHING,
    async begin({ postgres }) {
      await postgres.configure('default_transaction_read_only', 'on');
      return () => postgres.configure('default_transaction_read_only', null);
    },
  },
  {
    name: 'PostgreSQL has no space left',
    ...WRITES_NOTHING,
    begin: ({ database }) => fillUp(database),
  },
  {
    name: 'PostgreSQL has the table of users locked',
    ...GONE,
    readiness: [200],
    begin: ({ database }) => lockUsers(database),
  },
  {
    name: 'PostgreSQL lets nobody in, because there are too many',
    ...GONE,
    async begin({ postgres, role }) {
      await postgres.sql(`ALTER ROLE ${role} CONNECTION LIMIT 0`);
      await postgres.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role}'`);
      return () => postgres.sql(`ALTER ROLE ${role} CONNECTION LIMIT -1`);
    },
  },
  {
    name: 'PostgreSQL has the database closed',
    ...GONE,
    async begin({ postgres, role }) {
      await postgres.sql('ALTER DATABASE gatehouse ALLOW_CONNECTIONS false');
      await postgres.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role}'`);
      return () => postgres.sql('ALTER DATABASE gatehouse ALLOW_CONNECTIONS true');
    },
  },
];

export const FAULTS: readonly Fault[] = [...REDIS, ...POSTGRES];

async function setting(redis: Scene['redis'], name: string, value: string, before: string) {
  await redis.command('CONFIG', 'SET', name, value);
  return () => redis.command('CONFIG', 'SET', name, before);
}

/** Every write is refused as one is for which there is no space. */
async function fillUp(database: string): Promise<() => Promise<unknown>> {
  const client = await connect(database);
  await client.query(`
    CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$`);
  await client.query('CREATE TRIGGER no_space BEFORE INSERT OR UPDATE OR DELETE ON "User" EXECUTE FUNCTION no_space()');
  return async () => {
    await client.query('DROP FUNCTION no_space CASCADE');
    await client.end();
  };
}

/** As a migration does that takes long. */
async function lockUsers(database: string): Promise<() => Promise<unknown>> {
  const client = await connect(database);
  await client.query('BEGIN');
  await client.query('LOCK TABLE "User" IN ACCESS EXCLUSIVE MODE');
  return () => client.end();
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}
