import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { Agent } from './test/agent.ts';
import { askPage, type Load, startLoad } from './test/constant-load.ts';
import { ada } from './test/people.ts';
import { runSql, withDatabaseName } from './test/postgres-databases.ts';
import { type ServerProcess, startServer } from './test/server-process.ts';

const servers = inject('serverTemplate');
const hasBalancer = spawnSync('haproxy', ['-v']).status === 0;

test.runIf(process.env.CI === 'true')('CI has the balancer', () => {
  expect(hasBalancer).toBe(true);
});

describe.runIf(servers && hasBalancer)('three processes behind the balancer of deploy/', () => {
  const { adminUrl = '', redisUrl = '', name: template = '' } = servers ?? {};
  const database = `${template}_balancer`;
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-balancer-'));
  const processes: ServerProcess[] = [];
  const browser = new Agent('');
  let balancer: ChildProcess;

  beforeAll(async () => {
    await runSql(adminUrl, `CREATE DATABASE "${database}"`);
    const env = {
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://accounts.example.com',
      HOST: '127.0.0.1',
      TRUST_PROXY: '1',
      DATABASE_URL: withDatabaseName(adminUrl, database),
      REDIS_URL: redisUrl,
      REDIS_PREFIX: `${template}:`,
      SECRET_KEY: '5a1f0c8e7b9d2346f1e0a7c58b3d9e62407f8c1b6a5d3e92c0b4f7a81d6e2c39',
      BCRYPT_COST: '10',
      STOP_DELAY_MS: '3000',
    };
    processes.push(startServer(env), startServer(env), startServer(env));
    const urls = await Promise.all(processes.map((process) => process.url()));
    const config = join(directory, 'haproxy.cfg');
    const port = await freePort();
    await writeFile(config, substitute(await readFile('deploy/haproxy.cfg', 'utf8'), port, urls));
    balancer = spawn('haproxy', ['-db', '-f', config], { stdio: 'ignore' });
    Object.assign(browser, { url: `http://127.0.0.1:${port}` });
    await vi.waitFor(async () => expect(await isReady()).toBe(true), { timeout: 20_000 });
    expect(balancer.exitCode).toBeNull();
    await browser.signup(ada);
  });

  afterAll(async () => {
    balancer.kill('SIGKILL');
    await Promise.all(processes.map((process) => process[Symbol.asyncDispose]()));
    await runSql(adminUrl, `DROP DATABASE "${database}" WITH (FORCE)`);
    await rm(directory, { recursive: true });
  });

  const isReady = () =>
    fetch(`${browser.url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );

  test('a request’s id is never one that a client has made up', async () => {
    const made = '0af76519-16cd-43dd-8448-eb211c80319c';
    const answer = await browser.post('{"query":"{ me { id } }"}', { 'x-request-id': made });
    const id = String(answer.headers.get('x-request-id'));
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(id).not.toBe(made);
  });

  test('one that is stopped costs no request, one that is killed no more than its operations in flight', async () => {
    const [stopped, killed, left] = processes as [ServerProcess, ServerProcess, ServerProcess];
    const operations = startLoad(browser, { kept: 4, fresh: 4 });
    const pages = startLoad(browser, { kept: 2, fresh: 2 }, askPage);
    await answering(operations, pages);

    stopped.signal('SIGTERM');
    expect(await stopped.exit).toBe(0);
    await answering(operations, pages);
    expect(operations.failures()).toEqual([]);

    killed.signal('SIGKILL');
    await killed.exit;
    await answering(operations, pages);
    await sleep(1500);
    const { failures } = await operations.stop();
    // One for each client at the most: an operation may have had its effect, and isn't sent twice.
    expect(failures.length).toBeLessThanOrEqual(8);
    expect((await pages.stop()).failures).toEqual([]);

    // It isn't ready from now on, and answers while there is nobody else.
    left.signal('SIGTERM');
    await sleep(2000);
    expect(await isReady()).toBe(false);
    expect(await browser.me()).toMatchObject({ username: 'ada' });
    expect(await left.exit).toBe(0);
  }, 60_000);
});

/** The same configuration on this machine: where it listens, and where the three processes are. */
function substitute(config: string, port: number, urls: readonly string[]): string {
  let local = config.replace('bind :8080', `bind 127.0.0.1:${port}`);
  for (const [index, url] of urls.entries()) {
    local = local.replaceAll(`app-${index + 1}:4000`, new URL(url).host);
  }
  return local;
}

/** Waits until each of the loads has been answered some more. */
async function answering(...loads: Load[]): Promise<void> {
  for (const load of loads) {
    const before = load.answered();
    await expect.poll(load.answered, { timeout: 10_000 }).toBeGreaterThan(before + 50);
  }
}

async function freePort(): Promise<number> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as { port: number };
  holder.close();
  await once(holder, 'close');
  return port;
}
