import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type App, createApp } from '../app.ts';
import { loadConfig } from '../config.ts';
import { Agent } from './agent.ts';
import { ada, grace, type Person } from './people.ts';
import { runSql, withDatabaseName } from './postgres-databases.ts';
import { startTcpProxy, throughProxy } from './tcp-proxy.ts';

const servers = inject('serverTemplate');

/** Every request is answered within this, in milliseconds; half a second for the test's own way. */
const DEADLINE = 3500;
const HEALED_WITHIN = 5000;

describe('while a store is away', () => {
  let app: App;
  let url: string;
  let postgres: Awaited<ReturnType<typeof startTcpProxy>>;
  let redis: Awaited<ReturnType<typeof startTcpProxy>>;
  const name = `${servers?.name}_outage_${randomUUID().slice(0, 8)}`;
  const log: string[] = [];

  beforeAll(async () => {
    const { adminUrl = '', redisUrl = '', name: template } = servers ?? {};
    await runSql(adminUrl, `CREATE DATABASE "${name}" TEMPLATE "${template}"`);
    postgres = await startTcpProxy({ host: '127.0.0.1', port: Number(new URL(adminUrl).port || 5432) });
    redis = await startTcpProxy({ host: '127.0.0.1', port: Number(new URL(redisUrl).port || 6379) });
    const config = {
      ...loadConfig({
        NODE_ENV: 'test',
        PORT: '0',
        DATABASE_URL: throughProxy(withDatabaseName(adminUrl, name), postgres.port),
        REDIS_URL: throughProxy(redisUrl, redis.port),
        REDIS_PREFIX: `${name}:`,
      }),
      bcryptCost: 4,
    };
    const stream = { write: (line: string) => void log.push(line) };
    app = await createApp(config, { prismaDirectory: 'prisma', log: pino({ level: 'info' }, stream) });
    url = `http://127.0.0.1:${await app.listen()}`;
    await app.ready;
  });

  afterAll(async () => {
    await app.close();
    await postgres[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
    await runSql(servers?.adminUrl ?? '', `DROP DATABASE "${name}" WITH (FORCE)`);
  });

  async function signedUp(person: Person): Promise<Agent> {
    const agent = new Agent(url);
    const result = await agent.signup({ ...person, username: `${person.username}-${randomUUID().slice(0, 8)}` });
    expect(result.__typename).toBe('SignupSuccess');
    return agent;
  }

  async function timed<T>(work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await work();
    expect(performance.now() - start).toBeLessThan(DEADLINE);
    return result;
  }

  async function expectHealed(agent: Agent): Promise<void> {
    const until = performance.now() + HEALED_WITHIN;
    let answer = await agent.send('{ me { username } }');
    while (!answer.data && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      answer = await agent.send('{ me { username } }');
    }
    expect(answer.data?.me).not.toBeNull();
    expect(answer.data?.me.username).toMatch(/^ada-/);
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: HEALED_WITHIN }).toBe(200);
  }

  const outages = [
    ['PostgreSQL is gone', () => postgres.cut(), () => postgres.restore()],
    ['PostgreSQL hangs', () => postgres.freeze(), () => postgres.restore()],
    ['Redis is gone', () => redis.cut(), () => redis.restore()],
    ['Redis hangs', () => redis.freeze(), () => redis.restore()],
  ] as const;

  test.each(outages)(
    '%s: everything that needs it is unavailable, in time, and heals',
    async (_name, fail, restore) => {
      const agent = await signedUp(ada);
      const { cookie } = agent;
      agent.setCookie = null;
      log.length = 0;
      fail();

      const operations = [
        '{ me { username } }',
        'mutation { updateProfile(input: { firstName: "x" }) { __typename } }',
        `mutation { login(input: { username: "ada", password: "${ada.password}" }) { __typename } }`,
        `mutation { signup(input: { username: "x${randomUUID()}", password: "${grace.password}", passwordConfirmation: "${grace.password}" }) { __typename } }`,
      ];
      for (const operation of operations) {
        const answer = await timed(() => agent.send(operation));
        expect(answer.status, operation).toBe(503);
        expect(answer).not.toHaveProperty('data');
        expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['SERVICE_UNAVAILABLE']);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      expect([agent.cookie, agent.setCookie]).toEqual([cookie, null]);
      expect((await timed(() => fetch(`${url}/readyz`))).status).toBe(503);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      const anonymous = await timed(() => new Agent(url).send('{ me { username } }'));
      expect(anonymous.data).toEqual({ me: null });

      restore();
      await expectHealed(agent);
      await expect.poll(() => log.filter((line) => line.includes('can be used again'))).toHaveLength(1);
      expect(log.filter((line) => line.includes("can't be used"))).toHaveLength(1);
    },
  );

  // A session is stored by ZADD and SET: cut there, the row is committed already.
  test('an account that was created without its session is told as such, and can log in', async () => {
    const username = `late-${randomUUID().slice(0, 8)}`;
    redis.cutBefore('zadd');

    const result = await timed(() => new Agent(url).signup({ ...ada, username }));
    redis.restore();

    expect(result).toMatchObject({ status: 503, extensions: { code: 'SERVICE_UNAVAILABLE', accountCreated: true } });
    await expectLogin(username, ada.password);
  });

  test('a password that was changed without a new session is told as such, and is in force', async () => {
    const agent = await signedUp(ada);
    const { username } = (await agent.me()) ?? {};
    redis.cutBefore('zadd');

    const result = await timed(() => agent.changePassword(ada.password, grace.password));
    redis.restore();

    expect(result).toMatchObject({ status: 503, extensions: { code: 'SERVICE_UNAVAILABLE', passwordChanged: true } });
    await expectLogin(username, grace.password);
    expect(await agent.me()).toBeNull();
  });

  test.each([
    ['PostgreSQL', () => postgres],
    ['Redis', () => redis],
  ])('a connection to %s that the network forgets is given up, and another one is made', async (_name, proxy) => {
    const agent = await signedUp(ada);
    proxy().forget();

    await timed(() => agent.send('{ me { username } }'));

    await expectHealed(agent);
  });

  test.each([
    ['PostgreSQL is gone', () => postgres.cut(), () => postgres.restore()],
    ['Redis is gone', () => redis.cut(), () => redis.restore()],
    ['Redis hangs', () => redis.freeze(), () => redis.restore()],
  ] as const)('while %s, no attempt is used up', async (_name, fail, restore) => {
    const { username } = (await (await signedUp(ada)).me()) ?? {};
    fail();
    for (let fault = 0; fault < 7; fault += 1) {
      expect(await new Agent(url).login(username, ada.password)).toMatchObject({ status: 503 });
    }
    restore();

    await expectLogin(username, ada.password);
  });

  async function expectLogin(username: string, password: string): Promise<void> {
    const login = async () => (await new Agent(url).login(username, password)).__typename;
    await expect.poll(login, { timeout: HEALED_WITHIN }).toBe('LoginSuccess');
  }
});
