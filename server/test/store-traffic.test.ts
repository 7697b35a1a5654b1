import pg from 'pg';
import { describe, expect, inject, test } from 'vitest';
import { MINUTE } from '../time.ts';
import { openFileStores } from './file-stores.ts';
import { ada } from './people.ts';
import { throughProxy } from './tcp-proxy.ts';
import { startTestApp } from './test-app.ts';
import { postgresStatements, redisCommands, tap } from './wire-tap.ts';

/** The service, with everything that it says to its stores heard. */
async function startTapped({ sessionsIn }: { sessionsIn: 'Redis' | 'PostgreSQL' }) {
  const { config } = await openFileStores();
  const { url: databaseUrl } = config.database as { url: string };
  const { url: redisUrl, prefix } = config.redis as { url: string; prefix: string };
  const postgres = await tap(addressOf(databaseUrl, 5432), postgresStatements);
  const redis = await tap(addressOf(redisUrl, 6379), redisCommands);
  const app = await startTestApp({
    database: { url: throughProxy(databaseUrl, postgres.port) },
    redis: sessionsIn === 'Redis' ? { url: throughProxy(redisUrl, redis.port), prefix } : null,
  });
  return {
    app,
    databaseUrl,
    // Whether it is there is asked at the start, by more than one and on a connection for each.
    postgres: { take: () => postgres.take().filter((statement) => statement !== 'SELECT 1') },
    redis,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]();
      await postgres[Symbol.asyncDispose]();
      await redis[Symbol.asyncDispose]();
    },
  };
}

function addressOf(url: string, standard: number) {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port || standard) };
}

describe.runIf(inject('serverTemplate'))('of what is said to the stores', () => {
  test('`me` is one command to Redis and one statement to PostgreSQL', async () => {
    await using service = await startTapped({ sessionsIn: 'Redis' });
    const agent = await service.app.signedUp(ada);
    service.postgres.take();
    service.redis.take();

    expect(await agent.me()).toMatchObject({ username: ada.username });

    expect(service.redis.take()).toEqual(['mget']);
    expect(service.postgres.take()).toEqual([expect.stringContaining('= ANY($1::uuid[])')]);
  });

  test('many `me` at once share their commands and statements', async () => {
    await using service = await startTapped({ sessionsIn: 'Redis' });
    const agent = await service.app.signedUp(ada);
    await Promise.all(Array.from({ length: 50 }, () => agent.me()));
    service.postgres.take();
    service.redis.take();

    await Promise.all(Array.from({ length: 50 }, () => agent.me()));

    expect(service.redis.take().length).toBeLessThan(40);
    expect(service.postgres.take().length).toBeLessThan(40);
  });

  test('a session’s use is written at most once a minute', async () => {
    await using service = await startTapped({ sessionsIn: 'Redis' });
    const agent = await service.app.signedUp(ada);
    service.redis.take();

    service.app.advance(MINUTE);
    await Promise.all(Array.from({ length: 20 }, () => agent.me()));

    expect(service.redis.take().filter((command) => command === 'set')).toHaveLength(1);
  });

  test('an operation that needs no user asks nobody who it is', async () => {
    await using service = await startTapped({ sessionsIn: 'Redis' });
    const agent = await service.app.signedUp(ada);
    service.postgres.take();
    service.redis.take();

    await agent.send('{ passwordPolicy { rules { code } } __typename }');
    expect([service.postgres.take(), service.redis.take()]).toEqual([[], []]);

    // Ending a session takes the session store alone.
    await agent.logout();
    expect(service.postgres.take()).toEqual([]);
    expect(service.redis.take()).toEqual(['getdel', 'zrem']);
  });

  test('an anonymous visitor costs neither store anything', async () => {
    await using service = await startTapped({ sessionsIn: 'Redis' });
    const visitor = service.app.visitor();
    service.postgres.take();
    service.redis.take();

    await visitor.me();
    await visitor.send('mutation { updateProfile(input: {}) { __typename } }');
    await visitor.send('mutation { logout }');
    await visitor.send('{ me { id } }', {}, { cookie: 'gatehouse=malformed' });

    expect([service.postgres.take(), service.redis.take()]).toEqual([[], []]);
  });

  test('a token that nobody was given costs Redis one command, and PostgreSQL nothing', async () => {
    await using service = await startTapped({ sessionsIn: 'Redis' });
    const visitor = service.app.visitor();
    service.postgres.take();
    service.redis.take();

    await visitor.send('{ me { id } }', {}, { cookie: `gatehouse=${'A'.repeat(43)}` });

    expect([service.postgres.take(), service.redis.take()]).toEqual([[], ['mget']]);
  });

  test('every statement finds its rows by an index, wherever sessions live', async () => {
    const statements: string[] = [];
    let databaseUrl = '';
    for (const sessionsIn of ['Redis', 'PostgreSQL'] as const) {
      await using service = await startTapped({ sessionsIn });
      databaseUrl = service.databaseUrl;
      // What was said of migrations at the start is no part of it.
      service.postgres.take();
      await everyOperation(service.app);
      statements.push(...service.postgres.take());
    }
    const queries = [...new Set(statements)].filter((text) => /^\W*(SELECT|UPDATE|DELETE|INSERT)/i.test(text));

    const plans = await explain(databaseUrl, queries);

    expect(plans.filter(({ plan }) => plan.includes('Seq Scan'))).toEqual([]);
    // Both stores' sessions, users by id and by name, and each way to change them.
    expect(plans.filter(({ plan }) => /Index/.test(plan)).length).toBeGreaterThan(8);
  });
});

/** What a person can do, all of it, so that every statement is sent. */
async function everyOperation(app: Awaited<ReturnType<typeof startTestApp>>): Promise<void> {
  const agent = await app.signedUp(ada);
  const other = await app.loggedIn(ada);
  await app.visitor().login(ada.username, 'wrong');
  await app.visitor().signup(ada);
  await agent.me();
  app.advance(MINUTE);
  const { data } = await agent.send('{ mySessions { id current } }');
  const second = data?.mySessions.find((session: { current: boolean }) => !session.current);
  await agent.send('mutation($id: ID!) { revokeSession(id: $id) { __typename } }', { id: second.id });
  await agent.send('mutation { revokeOtherSessions { __typename } }');
  await agent.send('mutation { updateProfile(input: { firstName: "Ada" }) { __typename } }');
  await agent.send('mutation { checkPassword(input: { password: "x" }) { __typename } }');
  await agent.changePassword(ada.password, 'staple paper clip');
  await other.logout();
  await agent.logout();
  await agent.login(ada.username, 'staple paper clip');
  await agent.deleteAccount('staple paper clip');
}

/** How PostgreSQL would go about each statement, whatever its values, if it could help reading whole tables. */
async function explain(databaseUrl: string, statements: string[]): Promise<{ text: string; plan: string }[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // Of a table of ten rows a scan is the cheapest; forbidden, it is left where there is no index.
    await client.query('SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan');
    const plans = [];
    for (const [index, text] of statements.entries()) {
      await client.query(`PREPARE s${index} AS ${text}`);
      const most = Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
      const values = most > 0 ? `(${Array(most).fill('NULL').join(', ')})` : '';
      const { rows } = await client.query(`EXPLAIN EXECUTE s${index}${values}`);
      plans.push({ text, plan: rows.map((row) => row['QUERY PLAN']).join('\n') });
    }
    return plans;
  } finally {
    await client.end();
  }
}
