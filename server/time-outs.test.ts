import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { openPostgres } from './database/postgres.ts';
import { createHttpServer } from './http/http-server.ts';
import { openRedis } from './sessions/redis-connection.ts';
import { DATABASE_TIMEOUTS } from './time-outs.ts';

const servers = inject('serverTemplate');

describe.runIf(servers)('on PostgreSQL', () => {
  const timeouts = {
    ...DATABASE_TIMEOUTS,
    poolSize: 2,
    connect: 300,
    statement: 400,
    lock: 350,
    idleInTransaction: 450,
  };
  const database = openPostgres(servers?.adminUrl ?? '', () => undefined, timeouts);
  afterAll(() => database.close());

  const run = (text: string) => database.rows<Record<string, string>>({ name: text, text }, []);

  test('each connection has the time-outs that are set', async () => {
    for (const [name, value] of [
      ['statement_timeout', '400ms'],
      ['lock_timeout', '350ms'],
      ['idle_in_transaction_session_timeout', '450ms'],
    ] as const) {
      expect(await run(`SHOW ${name}`)).toEqual([{ [name]: value }]);
    }
  });

  test('a statement that takes too long is ended', async () => {
    await expect(run('SELECT pg_sleep(5)')).rejects.toThrow(/statement timeout|Query read timeout/);
  });

  test('of more queries than connections, one waits, and not for ever', async () => {
    const busy = [1, 2].map((n) => run(`SELECT pg_sleep(0.39), ${n}`).catch(() => undefined));
    await expect(run('SELECT 1')).rejects.toThrow('timeout exceeded when trying to connect');
    await Promise.all(busy);
  });
});

test('a Redis that takes a command and says nothing is given up after the time that is set', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const redis = openRedis({ url: `redis://127.0.0.1:${port}`, prefix: '' }, { connect: 200, command: 100 });
  redis.on('error', () => undefined);
  redis.connect().catch(() => undefined);
  await once(redis, 'connect');

  await expect(redis.call('PING')).rejects.toThrow();
  expect(redis.options).toMatchObject({ connectTimeout: 200, commandTimeout: 100 });
  redis.disconnect();
  silent.close();
});

test('who sends headers too slowly is cut off after the time that is set', async () => {
  const server = createHttpServer({
    config: { timeouts: { http: { headers: 1000, request: 1000, keepAlive: 5000 } } },
  } as Parameters<typeof createHttpServer>[0]);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.write('POST /graphql HTTP/1.1\r\nhost: x\r\n');
  const start = performance.now();

  const [answer] = await once(client, 'data');

  expect(String(answer)).toContain('408');
  expect(performance.now() - start).toBeLessThan(4000);
  client.destroy();
  server.close();
});
