import pg from 'pg';
import { describe, expect } from 'vitest';
import { openPostgres } from '../../database/postgres.ts';
import { Agent } from '../agent.ts';
import { startServer } from '../server-process.ts';
import { startInside } from './inside-app.ts';
import { startPgbouncer } from './pgbouncer-process.ts';
import { startPostgres } from './postgres-process.ts';
import { findPgbouncer, findPrograms } from './programs.ts';
import { PRODUCTION } from './scene.ts';
import { rounds, test } from './tally.ts';
import { liveWholeLife } from './whole-life.ts';

const PEOPLE = 50;
const ROUNDS = rounds({ full: 10, short: 1 });

/** It is about who gets which connection, and not about how long that takes on a busy machine. */
const PATIENT = {
  REQUEST_DEADLINE_MS: '30000',
  DATABASE_CONNECT_TIMEOUT_MS: '30000',
  DATABASE_STATEMENT_TIMEOUT_MS: '30000',
};

/** A PostgreSQL with a pooler before it, and how the service is told so. */
async function openPooled() {
  const postgres = await startPostgres();
  const direct = await postgres.createDatabase('gatehouse');
  const pooler = await startPgbouncer(direct);
  return {
    direct,
    pooler,
    env: { DATABASE_URL: pooler.url, DATABASE_POOLER: 'transaction', MIGRATE_DATABASE_URL: direct },
    async [Symbol.asyncDispose]() {
      await pooler[Symbol.asyncDispose]();
      await postgres[Symbol.asyncDispose]();
    },
  };
}

describe.runIf(findPrograms() && findPgbouncer())('behind PgBouncer in transaction mode', () => {
  test('people live side by side on three connections, with sessions in the database', async ({ tally }) => {
    await using pooled = await openPooled();
    await using app = await startInside({ ...pooled.env, ...PATIENT, ALLOW_EMBEDDED: 'true' });
    for (let round = 0; round < ROUNDS; round += 1) {
      const operations = await Promise.all(Array.from({ length: PEOPLE }, () => liveWholeLife(app.url)));
      tally.saw(
        'operations',
        operations.reduce((sum, count) => sum + count),
      );
      tally.round();
    }

    const [{ connections, prepared }] = await rowsOf(
      pooled.pooler.url,
      `SELECT (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()) AS connections,
              (SELECT count(*)::int FROM pg_prepared_statements) AS prepared`,
    );
    expect(connections).toBeLessThanOrEqual(3);
    expect(prepared).toBe(0);
    expect(app.log.filter(({ level }) => level >= 50)).toEqual([]);
  });

  test('a pooler that is gone for a while is a store’s fault, and heals', async ({ tally }) => {
    await using pooled = await openPooled();
    await using app = await startInside({ ...pooled.env, ALLOW_EMBEDDED: 'true' });
    const person = new Agent(app.url);
    await person.signup({ username: 'ada', password: 'correct horse battery' });

    await pooled.pooler.kill();
    expect(await person.send('{ me { username } }')).toMatchObject({ status: 503 });
    expect(await app.isReady()).toBe(false);
    await pooled.pooler.start();

    await expect.poll(() => app.isReady(), { timeout: 5000 }).toBe(true);
    expect(await person.me()).toMatchObject({ username: 'ada' });
    tally.round();
  });

  test('a pooler that nobody mentioned is told by the log, and nothing is served', async ({ tally }) => {
    await using pooled = await openPooled();
    const env = { ...PRODUCTION, ALLOW_EMBEDDED: 'true', DATABASE_URL: pooled.pooler.url };
    await using server = startServer(env);

    await server.saying(/DATABASE_POOLER/);
    const [, port] = await server.saying(/"port":(\d+)/);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(503);
    tally.round();
  });

  test('MIGRATE=check needs no way past it, and what the role is set to holds', async ({ tally }) => {
    await using pooled = await openPooled();
    await rowsOf(pooled.direct, `ALTER ROLE gatehouse SET statement_timeout = '2500ms'`);
    // A connection has what its role was set to when it began.
    await pooled.pooler.kill();
    await pooled.pooler.start();
    const { DATABASE_URL, DATABASE_POOLER } = pooled.env;
    const unmigrated = startServer({
      ...PRODUCTION,
      ALLOW_EMBEDDED: 'true',
      DATABASE_URL,
      DATABASE_POOLER,
      MIGRATE: 'check',
    });
    await unmigrated.saying(/migrations don’t fit: not applied/);
    expect(await unmigrated.exit).toBe(1);

    await using migrated = await startInside({ ...pooled.env, ALLOW_EMBEDDED: 'true' });
    await using checked = await startInside({
      DATABASE_URL,
      DATABASE_POOLER,
      MIGRATE: 'check',
      ALLOW_EMBEDDED: 'true',
    });
    expect([await migrated.isReady(), await checked.isReady()]).toEqual([true, true]);

    const database = openPostgres(DATABASE_URL, () => undefined, undefined, { pooler: 'transaction' });
    const statement = { name: 'limit', text: 'SHOW statement_timeout' };
    expect(await database.rows(statement, [])).toEqual([{ statement_timeout: '2500ms' }]);
    await database.close();
    tally.round();
  });
});

async function rowsOf(url: string, statement: string): Promise<any[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client.query(statement).then(({ rows }) => client.end().then(() => rows));
}
