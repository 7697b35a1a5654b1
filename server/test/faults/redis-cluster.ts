import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../time.ts';
import { type RedisProcess, startRedis } from './redis-process.ts';
import { freePort } from './store-process.ts';

/** A node of a cluster. */
export interface ClusterNode extends RedisProcess {
  /** Its name in the cluster. */
  id: string;
  /** Where the others reach it. */
  bus: number;
}

/** Three masters with a replica each, on this machine alone. */
export interface RedisCluster extends AsyncDisposable {
  /** As REDIS_URL takes it. */
  url: string;
  nodes: ClusterNode[];
  /** Who is master now and has slots, as this node sees it, and where its replicas are. */
  shards(asked?: ClusterNode): Promise<Shard[]>;
  /** Waits until every slot has a master that is there, and every node knows. */
  whole(): Promise<void>;
  /** Moves one slot with its keys from its master to another one, as an administrator's tool would. */
  moveSlot(slot: number, to: ClusterNode): Promise<void>;
  /** Which slot a key is in. */
  slotOf(key: string): Promise<number>;
}

export interface Shard {
  master: ClusterNode;
  replicas: ClusterNode[];
  slots: [from: number, to: number][];
}

/** A node that doesn't answer for so long is replaced by its replica; 15 seconds where nobody says otherwise. */
const NODE_TIMEOUT = 2 * SECOND;

const SLOTS = 16_384;

const SETTINGS = [
  ...['--cluster-enabled', 'yes', '--cluster-node-timeout', String(NODE_TIMEOUT)],
  // A replica that has just been told whose it is has its copy at once, and not after five seconds.
  ...['--repl-diskless-sync-delay', '0', '--appendfsync', 'everysec'],
];

export async function startRedisCluster(): Promise<RedisCluster> {
  const nodes = await Promise.all(Array.from({ length: 6 }, startClusterNode));
  const byPort = (port: unknown) => nodes.find((node) => node.port === Number(port)) as ClusterNode;
  await join(nodes);

  async function shards(asked?: ClusterNode): Promise<Shard[]> {
    const seen = (await (asked ?? (await firstOf(nodes))).command('CLUSTER', 'SLOTS')) as Row[];
    const byMaster = new Map<ClusterNode, Shard>();
    for (const [from, to, [, port], ...others] of seen) {
      const master = byPort(port);
      const shard = byMaster.get(master) ?? { master, replicas: others.map(([, other]) => byPort(other)), slots: [] };
      shard.slots.push([from, to]);
      byMaster.set(master, shard);
    }
    return [...byMaster.values()];
  }

  async function isWhole(node: ClusterNode): Promise<boolean> {
    const info = String(await node.command('CLUSTER', 'INFO'));
    const all = (await shards(node)).every(({ replicas }) => replicas.length > 0);
    return info.includes('cluster_state:ok') && info.includes(`cluster_slots_ok:${SLOTS}`) && all && synced(node);
  }

  async function whole(): Promise<void> {
    for (const until = Date.now() + 60 * SECOND; Date.now() < until; await sleep(50)) {
      if ((await Promise.all(nodes.map((node) => isWhole(node).catch(() => false)))).every(Boolean)) {
        return;
      }
    }
    throw new Error(`the cluster isn't whole: ${await (await firstOf(nodes)).command('CLUSTER', 'NODES')}`);
  }

  await whole();
  return {
    url: `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    nodes,
    shards,
    whole,
    slotOf: async (key) => Number(await (await firstOf(nodes)).command('CLUSTER', 'KEYSLOT', key)),
    async moveSlot(slot, to) {
      const all = await shards();
      const { master: from } = all.find(({ slots }) => slots.some(([a, b]) => a <= slot && slot <= b)) as Shard;
      await move(slot, from, to, all);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(nodes.map((node) => node[Symbol.asyncDispose]()));
    },
  };
}

type Address = [host: string, port: number, id: string];
type Row = [from: number, to: number, master: Address, ...replicas: Address[]];

async function startClusterNode(): Promise<ClusterNode> {
  const bus = await freePort();
  const node = await startRedis({ args: [...SETTINGS, '--cluster-port', String(bus)] });
  return { ...node, bus, id: String(await node.command('CLUSTER', 'MYID')) };
}

async function firstOf(nodes: ClusterNode[]): Promise<ClusterNode> {
  return Promise.any(nodes.map((node) => node.command('PING').then(() => node)));
}

async function join(nodes: ClusterNode[]): Promise<void> {
  const [first, ...others] = nodes as [ClusterNode, ...ClusterNode[]];
  const masters = nodes.slice(0, 3);
  for (const [index, master] of masters.entries()) {
    const [from, to] = [Math.floor((SLOTS * index) / 3), Math.floor((SLOTS * (index + 1)) / 3) - 1];
    await master.command('CLUSTER', 'ADDSLOTSRANGE', from, to);
    await master.command('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
  }
  for (const node of others) {
    await node.command('CLUSTER', 'MEET', '127.0.0.1', first.port, first.bus);
  }
  for (const [index, replica] of nodes.slice(3).entries()) {
    await untilDone(() => replica.command('CLUSTER', 'REPLICATE', String(masters[index]?.id)));
  }
}

/** A node learns of the others by and by. */
async function untilDone(work: () => Promise<unknown>): Promise<void> {
  for (const until = Date.now() + 20 * SECOND; ; await sleep(50)) {
    const done = await work().then(
      () => true,
      (error: Error) => (Date.now() < until ? false : Promise.reject(error)),
    );
    if (done) {
      return;
    }
  }
}

/** A replica may take its master's place once it has a copy of it. */
async function synced(node: ClusterNode): Promise<boolean> {
  const info = String(await node.command('INFO', 'replication'));
  return info.includes('role:master') || info.includes('master_link_status:up');
}

async function move(slot: number, from: ClusterNode, to: ClusterNode, all: Shard[]): Promise<void> {
  await to.command('CLUSTER', 'SETSLOT', slot, 'IMPORTING', from.id);
  await from.command('CLUSTER', 'SETSLOT', slot, 'MIGRATING', to.id);
  for (;;) {
    const keys = (await from.command('CLUSTER', 'GETKEYSINSLOT', slot, 10)) as string[];
    if (keys.length === 0) {
      break;
    }
    await from.command('MIGRATE', '127.0.0.1', to.port, '', 0, 5000, 'KEYS', ...keys);
  }
  // The new owner first: until it knows, the old one would send everybody to somebody who sends them back.
  for (const master of [to, from, ...all.map((shard) => shard.master).filter((node) => node !== to && node !== from)]) {
    await master.command('CLUSTER', 'SETSLOT', slot, 'NODE', to.id);
  }
}
