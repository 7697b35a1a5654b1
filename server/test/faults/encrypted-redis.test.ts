import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { startServer } from '../server-process.ts';
import { type PostgresProcess, startPostgres } from './postgres-process.ts';
import { findPrograms, requirePrograms } from './programs.ts';
import { commandsOf, startRedis } from './redis-process.ts';
import { PRODUCTION } from './scene.ts';
import { createStoreProcess, freePort } from './store-process.ts';
import { test } from './tally.ts';
import { liveWholeLife } from './whole-life.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl && process.env.CI === 'true') {
  throw new Error('the tests of encrypted connections need openssl');
}

describe.runIf(findPrograms() && hasOpenssl)('Redis by TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-encrypted-'));
  const [key, certificate] = [join(folder, 'key'), join(folder, 'certificate')];
  /** What a server, a node or a sentinel needs to speak TLS, to its own kind as well. */
  const settings = {
    ...{ 'tls-cert-file': certificate, 'tls-key-file': key, 'tls-ca-cert-file': certificate },
    ...{ 'tls-auth-clients': 'no', 'tls-replication': 'yes' },
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  let postgres: PostgresProcess;
  let env: Record<string, string>;

  beforeAll(async () => {
    const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
    const named = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    execFileSync('openssl', ['req', ...made, ...named, '-keyout', key, '-out', certificate], { stdio: 'pipe' });
    postgres = await startPostgres();
    env = { ...PRODUCTION, DATABASE_URL: await postgres.createDatabase('encrypted') };
  });

  afterAll(async () => {
    await postgres[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  async function startEncrypted(more: string[] = []) {
    const port = await freePort();
    return { ...(await startRedis({ args: ['--tls-port', String(port), ...args, ...more] })), encrypted: port };
  }

  /** A sentinel that knows of this one master; it reaches it, and is reached, by TLS alone. */
  async function startEncryptedSentinel(masterPort: number) {
    const port = await freePort();
    const place = mkdtempSync(join(tmpdir(), 'gatehouse-sentinel-'));
    const lines = [
      ...['port 0', `tls-port ${port}`, 'bind 127.0.0.1'],
      ...Object.entries(settings).map(([name, value]) => `${name} ${value}`),
      `sentinel monitor main 127.0.0.1 ${masterPort} 1`,
    ];
    const file = join(place, 'sentinel.conf');
    await writeFile(file, `${lines.join('\n')}\n`);
    const ask = () => commandsOf(`rediss://127.0.0.1:${port}`, { rejectUnauthorized: false })('PING');
    const command = requirePrograms().redisServer;
    const sentinel = createStoreProcess({ command, args: [file, '--sentinel'], folder: place, ask });
    await sentinel.start();
    return { ...sentinel, port };
  }

  async function livesAt(REDIS_URL: string): Promise<number> {
    await using server = startServer({ ...env, REDIS_URL, NODE_EXTRA_CA_CERTS: certificate });
    return await liveWholeLife(await server.url());
  }

  test('one server is used by its name or its address, and not unless its certificate is trusted', async ({
    tally,
  }) => {
    await using redis = await startEncrypted();
    const url = `rediss://localhost:${redis.encrypted}/1`;

    await using distrustful = startServer({ ...env, REDIS_URL: url });
    await distrustful.saying(/Redis \(REDIS_URL\) can't be used \(\w*SELF_SIGNED/);

    tally.saw('operations', await livesAt(url));
    tally.saw('operations', await livesAt(`rediss://127.0.0.1:${redis.encrypted}`));
    tally.round();
  });

  test('a cluster', async ({ tally }) => {
    // Alone, it doesn't know its own address.
    const place = ['--cluster-port', String(await freePort()), '--cluster-announce-ip', '127.0.0.1'];
    await using redis = await startEncrypted(['--cluster-enabled', 'yes', '--tls-cluster', 'yes', ...place]);
    await redis.command('CLUSTER', 'ADDSLOTSRANGE', 0, 16_383);

    tally.saw('operations', await livesAt(`rediss+cluster://localhost:${redis.encrypted}`));
    tally.round();
  });

  test('the master behind a sentinel, and the sentinel', async ({ tally }) => {
    await using redis = await startEncrypted();
    await using sentinel = await startEncryptedSentinel(redis.encrypted);

    tally.saw('operations', await livesAt(`rediss+sentinel://localhost:${sentinel.port}/main`));
    tally.round();
  });
});
