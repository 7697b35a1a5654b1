import { Cluster, type Command, type Redis, type RedisOptions } from 'ioredis';
import type { RedisPlace } from '../redis-url.ts';
import { SECOND } from '../time.ts';

/** What holds for the connection to each node. */
type NodeOptions = Omit<RedisOptions, 'replyMapping' | 'himportFieldsets'>;

type ClusterPlace = Extract<RedisPlace, { kind: 'cluster' }>;

/** How many slots the keys of a cluster are dealt out to. */
const SLOTS = 16_384;

/** A cluster's client that gives a command one time in all, however often it is sent to another node meanwhile. */
class ImpatientCluster extends Cluster {
  override sendCommand(command: Command, ...rest: [stream?: never, node?: unknown]): unknown {
    command.setTimeout(this.options.redisOptions?.commandTimeout ?? SECOND);
    return super.sendCommand(command, ...rest);
  }
}

/**
 * Opens a cluster. A command that meets a moved slot, a closed connection or a cluster that is being mended is sent
 * again every 100 ms, and fails once its time is over.
 */
export function openCluster(
  { addresses, username, password, tls }: ClusterPlace,
  prefix: string,
  options: NodeOptions,
): Cluster {
  return new ImpatientCluster(addresses, {
    keyPrefix: prefix,
    lazyConnect: true,
    enableOfflineQueue: false,
    // Not here: what ioredis puts in one write fails together, and isn't sent again, when one key's slot has moved.
    enableAutoPipelining: false,
    clusterRetryStrategy: (attempt) => Math.min(attempt * 100, 2 * SECOND),
    slotsRefreshTimeout: SECOND / 2,
    retryDelayOnFailover: 100,
    retryDelayOnClusterDown: 100,
    retryDelayOnTryAgain: 100,
    // A certificate names a host, and not the address that the name leads to.
    dnsLookup: (host, answer) => answer(null, host),
    redisOptions: {
      ...options,
      ...(username && { username }),
      ...(password && { password }),
      ...(tls && { tls: {} }),
    },
  });
}

/**
 * Asks every master of a cluster whether it is there and sees the cluster whole: with one away, some users have no
 * session. A replica may be away. Where something is amiss, the client learns anew who is master of what.
 */
export async function pingCluster(cluster: Cluster): Promise<void> {
  try {
    await Promise.all(mastersOf(cluster).map(pingMaster));
  } catch (error) {
    cluster.refreshSlotsCache();
    throw error;
  }
}

function mastersOf(cluster: Cluster): Redis[] {
  const byAddress = new Map(cluster.nodes('master').map((node) => [`${node.options.host}:${node.options.port}`, node]));
  const owners = [...new Set(cluster.slots.map(([owner]) => owner))].map((owner) => byAddress.get(String(owner)));
  if (cluster.status !== 'ready' || owners.length === 0 || owners.includes(undefined)) {
    throw new Error('Not every master of the cluster is connected');
  }
  return owners.filter((owner) => owner !== undefined);
}

async function pingMaster(master: Redis): Promise<void> {
  const info = await master.cluster('INFO').catch((error: Error) => {
    // It may be a connection whose other end is gone without a word; the next command makes another one.
    master.disconnect();
    throw error;
  });
  const read = (name: string) => String(info).match(`${name}:(\\w+)`)?.[1];
  if (read('cluster_state') !== 'ok' || read('cluster_slots_assigned') !== String(SLOTS)) {
    throw new Error('CLUSTERDOWN Not all of the cluster’s slots are served');
  }
}
