import pg from 'pg';
import { describe, expect } from 'vitest';
import { startPostgres } from './postgres-process.ts';
import { findPrograms } from './programs.ts';
import { startRedis } from './redis-process.ts';
import { test } from './tally.ts';

describe.runIf(findPrograms())('the stores that the tests start', () => {
  test('Redis keeps what it has answered over a kill, and forgets it where it is told to', async ({ tally }) => {
    await using redis = await startRedis();
    await redis.command('SET', 'name', 'old');
    const backup = await redis.snapshot();
    await redis.command('SET', 'name', 'new');

    await redis.kill();
    await redis.start();
    expect(await redis.command('GET', 'name')).toBe('new');
    await redis.restore(backup);
    expect(await redis.command('GET', 'name')).toBe('old');
    await redis.restartEmpty();
    expect(await redis.command('GET', 'name')).toBeNull();
    tally.round();
  });

  test('PostgreSQL keeps what it has committed over a kill, and goes back to an old snapshot', async ({ tally }) => {
    await using postgres = await startPostgres();
    const url = await postgres.createDatabase('kept');
    await rowsOf(url, 'CREATE TABLE kept (value int)');
    await rowsOf(url, 'INSERT INTO kept VALUES (1)');
    const backup = await postgres.snapshot();
    await rowsOf(url, 'INSERT INTO kept VALUES (2)');

    await postgres.kill();
    await postgres.start();
    expect(await rowsOf(url, 'SELECT * FROM kept')).toHaveLength(2);
    await postgres.restore(backup);
    expect(await rowsOf(url, 'SELECT * FROM kept')).toHaveLength(1);
    tally.round();
  });
});

async function rowsOf(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client.query(statement).then(({ rows }) => client.end().then(() => rows));
}
