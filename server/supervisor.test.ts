import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Agent } from './test/agent.ts';
import { sendHalf, startLoad } from './test/constant-load.ts';
import { ada } from './test/people.ts';
import { runSql, withDatabaseName } from './test/postgres-databases.ts';
import { type ServerProcess, startServer } from './test/server-process.ts';

const servers = inject('serverTemplate');

describe.runIf(servers)('on PostgreSQL and Redis', () => {
  const { adminUrl = '', redisUrl = '', name: template = '' } = servers ?? {};
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-workers-'));
  const keyFile = join(directory, 'secret-key');
  const names: string[] = [];
  const env = {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://accounts.example.com',
    HOST: '127.0.0.1',
    REDIS_URL: redisUrl,
    REDIS_PREFIX: `${template}:`,
    SECRET_KEY_FILE: keyFile,
    BCRYPT_COST: '10',
    WORKERS: '2',
    METRICS_HOST: '127.0.0.1',
    METRICS_PORT: '0',
  };

  async function newDatabase(): Promise<string> {
    const name = `${template}_workers_${names.length}`;
    names.push(name);
    await runSql(adminUrl, `CREATE DATABASE "${name}"`);
    return withDatabaseName(adminUrl, name);
  }

  let DATABASE_URL = '';
  /** What most tests share: each leaves two workers behind that are ready. */
  let service: ServerProcess;
  const browser = new Agent('');

  beforeAll(async () => {
    await writeFile(keyFile, '5a1f0c8e7b9d2346f1e0a7c58b3d9e62407f8c1b6a5d3e92c0b4f7a81d6e2c39');
    DATABASE_URL = await newDatabase();
    service = startServer({ ...env, DATABASE_URL });
    Object.assign(browser, { url: await service.url() });
    await browser.signup(ada);
  });

  afterAll(async () => {
    await service[Symbol.asyncDispose]();
    for (const name of names) {
      await runSql(adminUrl, `DROP DATABASE "${name}" WITH (FORCE)`);
    }
    await rm(directory, { recursive: true });
  });

  test('both workers serve, and how far the start has come is said once', async () => {
    await workersOf(service);
    await Promise.all(Array.from({ length: 6 }, () => new Agent(browser.url).login(randomUUID(), ada.password)));

    const refusals = linesOf(service).filter(({ event }) => event === 'loginFailed');
    expect(new Set(refusals.map(({ worker }) => worker))).toEqual(new Set([1, 2]));
    const metrics = await metricsOf(service);
    const counts = seriesOf(metrics, 'gatehouse_events_total{event="loginFailed",worker=');
    expect(Object.keys(counts).sort()).toEqual(['"1"}', '"2"}']);
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(6);
    expect(metrics).toContain('gatehouse_workers 2\n');
    const said = linesOf(service).map(({ msg }) => msg);
    for (const once of ['listening', 'ready', 'migration 20261121000000_users_and_sessions applied']) {
      expect(said.filter((line) => line === once)).toHaveLength(1);
    }
    expect(said.filter((line) => line.includes('NIST'))).toHaveLength(1);
  });

  test('a worker that is killed costs no more than its requests in flight, and is followed at once', async () => {
    const [victim = 0, other] = await workersOf(service);
    const load = startLoad(browser, { kept: 4, fresh: 4 });
    await answering(load);

    process.kill(victim, 'SIGKILL');
    const now = await workersOf(service, victim);
    await answering(load);

    const { failures } = await load.stop();
    expect(failures.length).toBeLessThanOrEqual(8);
    expect(failures.filter((failure) => !/ECONNRESET|EPIPE|socket hang up/.test(failure))).toEqual([]);
    expect(now).toContain(other);
    expect(now).not.toContain(victim);
    expect(linesOf(service).filter(({ signal }) => signal === 'SIGKILL')).toMatchObject([{ wait: 100 }]);
    const metrics = await metricsOf(service);
    expect(metrics).toContain('gatehouse_worker_exits_total 1\n');
    // Who follows takes up the series of who has gone.
    expect(seriesOf(metrics, 'gatehouse_ready{worker=')).toEqual({ '"1"}': 1, '"2"}': 1 });
  });

  test('a connection that a worker was given and dies before it takes it, another one takes', async () => {
    const [victim = 0] = await workersOf(service);
    process.kill(victim, 'SIGSTOP');
    // One after the other: each of the two workers is given one, and the one that hangs no more.
    const answers = Array.from({ length: 4 }, () => startLoad(browser, { kept: 0, fresh: 1 }));
    await sleep(300);

    process.kill(victim, 'SIGKILL');

    const results = await Promise.all(answers.map((load) => load.stop()));
    expect(results.flatMap(({ failures }) => failures)).toEqual([]);
    await workersOf(service, victim);
  });

  test('a worker that hangs doesn’t keep the others’ metrics back', async () => {
    const [victim = 0] = await workersOf(service);
    process.kill(victim, 'SIGSTOP');

    const metrics = await metricsOf(service);

    process.kill(victim, 'SIGCONT');
    expect(metrics).toContain('gatehouse_workers_silent 1\n');
    expect(metrics).toMatch(/^gatehouse_ready\S* 1$/m);
    expect(await metricsOf(service)).toContain('gatehouse_workers_silent 0\n');
  });

  test('SIGUSR2 replaces every worker under load, and no request is lost', async () => {
    const before = await workersOf(service);
    const load = startLoad(browser, { kept: 4, fresh: 4 });
    await answering(load);

    service.signal('SIGUSR2');
    await expect.poll(service.output, { timeout: 50_000 }).toContain('the workers are replaced');
    await answering(load);

    expect((await load.stop()).failures).toEqual([]);
    const after = await workersOf(service);
    expect(after.filter((pid) => before.includes(pid))).toEqual([]);
    expect(before.filter(isAlive)).toEqual([]);
  }, 60_000);

  test('what can’t start any more is tried again ever more rarely, replaces nobody, and heals', async () => {
    const [victim = 0, other] = await workersOf(service);
    await rename(keyFile, `${keyFile}-away`);

    process.kill(victim, 'SIGKILL');
    await service.saying(/"code":1,"signal":null,"wait":400/);
    service.signal('SIGUSR2');
    await service.saying('a new worker ended before it was ready; the others stay');

    expect(await browser.me()).toMatchObject({ username: 'ada' });
    expect(service.output()).toContain("SECRET_KEY_FILE can't be read (ENOENT)");
    await rename(`${keyFile}-away`, keyFile);
    expect(await workersOf(service, victim)).toContain(other);
  });

  test('on SIGTERM requests in flight are finished, and supervisor and workers end with code 0', async () => {
    const workers = await workersOf(service);
    const requests = await Promise.all(Array.from({ length: 4 }, () => sendHalf(browser)));

    service.signal('SIGTERM');
    await service.saying('SIGTERM: finishing the requests in flight');
    await sleep(200);

    const answers = await Promise.all(requests.map((finish) => finish()));
    expect(answers).toEqual(Array(4).fill('{"data":{"me":{"username":"ada"}}}'));
    expect(await service.exit).toBe(0);
    expect(workers.filter(isAlive)).toEqual([]);
    const said = linesOf(service).map(({ msg }) => msg);
    expect(said.filter((line) => /SIGTERM|stopped/.test(line))).toHaveLength(2);
  });

  test('workers whose supervisor is killed finish their requests, and end', async () => {
    await using orphaned = startServer({ ...env, DATABASE_URL });
    const url = await orphaned.url();
    const workers = await workersOf(orphaned);
    const requests = await Promise.all(Array.from({ length: 4 }, () => sendHalf({ url, cookie: browser.cookie })));

    // Each is asked for its metrics, too, and can't answer any more.
    signalAll(workers, 'SIGSTOP');
    void metricsOf(orphaned).catch(() => undefined);
    await sleep(200);

    orphaned.signal('SIGKILL');
    await orphaned.exit;
    signalAll(workers, 'SIGCONT');
    await sleep(200);

    const answers = await Promise.all(requests.map((finish) => finish()));
    expect(answers).toEqual(Array(4).fill('{"data":{"me":{"username":"ada"}}}'));
    await expect.poll(() => workers.filter(isAlive), { timeout: 9000 }).toEqual([]);
  });

  test('SIGUSR2 does no harm where one process serves alone, as with WORKERS=auto on one core', async () => {
    await using alone = startServer({ ...env, DATABASE_URL, WORKERS: '1' });
    const url = await alone.url();

    alone.signal('SIGUSR2');
    await alone.saying('SIGUSR2: there are no workers to replace');

    expect(await new Agent(url).me()).toBeNull();
  });

  test('what a person has to mend is said once, and nothing is tried again', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as { port: number };
    await using taken = startServer({ ...env, DATABASE_URL, PORT: String(port) });
    await using unmigrated = startServer({ ...env, DATABASE_URL: await newDatabase(), MIGRATE: 'check' });
    await using misread = startServer({ ...env, DATABASE_URL, WORKERS: 'many' });

    expect(await taken.exit).toBe(1);
    expect(taken.output().match(/Port \d+ is taken/g)).toHaveLength(1);
    expect(await unmigrated.exit).toBe(1);
    expect(unmigrated.output().match(/not applied: /g)).toHaveLength(1);
    expect(await misread.exit).toBe(1);
    expect(misread.output().match(/WORKERS must be auto or a whole number/g)).toHaveLength(1);
    holder.close();
  });
});

interface Line {
  msg: string;
  worker?: number;
  pid?: number;
  signal?: string;
  event?: string;
}

function linesOf(service: ServerProcess): Line[] {
  return service
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line));
}

/** The process ids of its two workers, once both are ready; `gone` isn't one of them any more. */
async function workersOf(service: ServerProcess, gone = 0): Promise<number[]> {
  const ready = () => linesOf(service).filter(({ msg }) => msg === 'a worker is ready');
  const living = () => ready().flatMap(({ pid = 0 }) => (pid !== gone && isAlive(pid) ? [pid] : []));
  await expect.poll(living, { timeout: 15_000 }).toHaveLength(2);
  return living();
}

/** The values of the series that begin so, by the rest of their labels. */
function seriesOf(metrics: string, beginning: string): Record<string, number> {
  const lines = metrics.split('\n').filter((line) => line.startsWith(beginning));
  return Object.fromEntries(
    lines.map((line) => line.slice(beginning.length).split(' ')).map(([k, v]) => [k, Number(v)]),
  );
}

/** What Prometheus gets: of all workers together. */
async function metricsOf(service: ServerProcess): Promise<string> {
  const [, port] = await service.saying(/"metricsPort":(\d+)/);
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  return response.text();
}

function signalAll(pids: number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    process.kill(pid, name);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Waits until a load has been answered some more. */
async function answering(load: { answered(): number }): Promise<void> {
  const before = load.answered();
  await expect.poll(load.answered, { timeout: 5000 }).toBeGreaterThan(before + 50);
}
