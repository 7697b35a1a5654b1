import pg from 'pg';
import { describe, expect, inject, test } from 'vitest';
import type { AccountEvent } from '../events/event.ts';
import { ada } from './people.ts';
import { keysOf } from './redis-keys.ts';
import { startTestApp, type TestApp } from './test-app.ts';

const OTHER_PASSWORD = 'bcrypt_sha256$$2b$04$N1Bp.8rZNNcDKDlZkZTjVuEOQ6ySsfO2jgVOWzCuzlK4A.4dkiGmq';

const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { __typename } }';

/** The login, while it waits for whoever holds its row. */
const WAITING = {
  name: 'waiting',
  text: `SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'UPDATE "User" SET "lastLogin"%'`,
};

/** Changes rows, and keeps whoever else wants to change them waiting. */
async function hold({ config }: TestApp, change: string) {
  const { url } = config.database as { url: string };
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  await other.query('BEGIN');
  await other.query(change);
  return {
    async letGo() {
      await other.query('COMMIT');
      await other.end();
    },
  };
}

/**
 * A login of Ada's, overtaken by a change of her row: the password has been read and proved, and the change is made before
 * the login is recorded.
 */
async function overtakenLogin(sessionsIn: string, change: string) {
  const told: AccountEvent['type'][] = [];
  const app = await startTestApp({
    ...(sessionsIn === 'PostgreSQL' && { redis: null }),
    listen: ({ on }) => on('loginFailed', ({ type }) => void told.push(type)),
  });
  await (await app.signedUp(ada)).logout();
  const row = await hold(app, change);
  const agent = app.visitor();

  const answer = agent.login(ada.username, ada.password);
  await expect.poll(() => app.database.rows(WAITING, []), { interval: 10 }).toHaveLength(1);
  await row.letGo();
  return { app, agent, told, answer: await answer };
}

/** All there are, and what lists them. */
async function countSessions({ config, database }: TestApp): Promise<number> {
  const keys = await keysOf(config.redis);
  return keys.filter((key) => /:sessions?\b/.test(key)).length + (await database.prisma.session.count());
}

describe.runIf(inject('serverTemplate')).each(['Redis', 'PostgreSQL'])('with sessions in %s', (sessionsIn) => {
  test('a login goes on under the new epoch where the others were signed out meanwhile', async () => {
    const change = 'UPDATE "User" SET "sessionEpoch" = gen_random_uuid()';
    const { app, agent, told, answer } = await overtakenLogin(sessionsIn, change);

    expect(answer).toMatchObject({ __typename: 'LoginSuccess' });
    expect(await agent.me()).toMatchObject({ username: ada.username });
    expect(await agent.mySessions()).toHaveLength(1);
    expect(told).toEqual([]);
    await app[Symbol.asyncDispose]();
  });

  test.each([
    [
      'another password was set',
      `UPDATE "User" SET "password" = '${OTHER_PASSWORD}', "sessionEpoch" = gen_random_uuid()`,
    ],
    ['the account was closed', 'UPDATE "User" SET "isActive" = false'],
    ['the account was deleted', 'DELETE FROM "User"'],
  ])('a login is refused, told once, and leaves no session where %s meanwhile', async (_what, change) => {
    const { app, agent, told, answer } = await overtakenLogin(sessionsIn, change);

    expect(answer).toMatchObject({ __typename: 'InvalidCredentials' });
    expect(agent.cookie).toBeNull();
    expect(told).toEqual(['loginFailed']);
    await expect.poll(() => countSessions(app)).toBe(0);
    await app[Symbol.asyncDispose]();
  });

  test('who is told that a login came too late is signed in as before', async () => {
    const app = await startTestApp({ deadline: 500, ...(sessionsIn === 'PostgreSQL' && { redis: null }) });
    const agent = await app.signedUp(ada);
    const row = await hold(app, 'UPDATE "User" SET "email" = "email"');

    const { errors } = await agent.send(LOGIN, { input: { username: ada.username, password: ada.password } });
    expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
    await row.letGo();

    await expect.poll(() => countSessions(app)).toBe(sessionsIn === 'Redis' ? 2 : 1);
    expect(await agent.me()).toMatchObject({ username: ada.username });
    await app[Symbol.asyncDispose]();
  });
});
