import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../time.ts';
import { requirePrograms } from './programs.ts';
import { commandsOf, type RedisProcess, startRedis } from './redis-process.ts';
import { createStoreProcess, freePort, type StoreProcess } from './store-process.ts';

/** A master with a replica, and three sentinels that watch them. */
export interface RedisSentinels extends AsyncDisposable {
  /** As REDIS_URL takes it. */
  url: string;
  servers: RedisProcess[];
  sentinels: Sentinel[];
  /** Whom the sentinels call the master. */
  master(): Promise<RedisProcess>;
  /** Waits until the sentinels know of each other and the replica has its copy. */
  whole(): Promise<void>;
}

type Sentinel = StoreProcess & Pick<RedisProcess, 'port' | 'command'>;

const MASTER = 'mymaster';

/** A master that doesn't answer for so long is replaced; 30 seconds where nobody says otherwise. */
const DOWN_AFTER = 1 * SECOND;

export async function startRedisSentinels(): Promise<RedisSentinels> {
  const first = await startRedis();
  const second = await startRedis({
    args: ['--replicaof', `127.0.0.1 ${first.port}`, '--repl-diskless-sync-delay', '0'],
  });
  await first.command('CONFIG', 'SET', 'repl-diskless-sync-delay', '0');
  const servers = [first, second];
  const sentinels = await Promise.all([1, 2, 3].map(() => startSentinel(first.port)));

  async function master(): Promise<RedisProcess> {
    const answers = sentinels.map((sentinel) => sentinel.command('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', MASTER));
    const [, port] = (await Promise.any(answers)) as [string, string];
    return servers.find((server) => server.port === Number(port)) as RedisProcess;
  }

  async function isWhole(sentinel: Sentinel): Promise<boolean> {
    const state = (await sentinel.command('SENTINEL', 'MASTER', MASTER)) as string[];
    const read = (name: string) => state[state.indexOf(name) + 1];
    const replicas = (await sentinel.command('SENTINEL', 'REPLICAS', MASTER)) as string[][];
    return (
      read('flags') === 'master' &&
      read('num-other-sentinels') === '2' &&
      replicas.some((replica) => replica[replica.indexOf('master-link-status') + 1] === 'ok')
    );
  }

  async function whole(): Promise<void> {
    for (const until = Date.now() + 60 * SECOND; Date.now() < until; await sleep(100)) {
      if ((await Promise.all(sentinels.map((sentinel) => isWhole(sentinel).catch(() => false)))).every(Boolean)) {
        return;
      }
    }
    throw new Error('the sentinels don’t see a master with a replica');
  }

  await whole();
  return {
    url: `redis+sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',')}/${MASTER}`,
    servers,
    sentinels,
    master,
    whole,
    async [Symbol.asyncDispose]() {
      await Promise.all([...sentinels, ...servers].map((server) => server[Symbol.asyncDispose]()));
    },
  };
}

/** A sentinel writes what it learns into its configuration. */
async function startSentinel(masterPort: number): Promise<Sentinel> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-sentinel-'));
  const settings = [
    `port ${port}`,
    'bind 127.0.0.1',
    `sentinel monitor ${MASTER} 127.0.0.1 ${masterPort} 2`,
    `sentinel down-after-milliseconds ${MASTER} ${DOWN_AFTER}`,
    `sentinel failover-timeout ${MASTER} ${5 * SECOND}`,
  ];
  const file = join(folder, 'sentinel.conf');
  await writeFile(file, `${settings.join('\n')}\n`);
  const command = commandsOf(`redis://127.0.0.1:${port}`);
  const sentinel = createStoreProcess({
    command: requirePrograms().redisServer,
    args: [file, '--sentinel'],
    folder,
    ask: () => command('PING'),
  });
  await sentinel.start();
  return { ...sentinel, port, command };
}
