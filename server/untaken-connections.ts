import cluster, { type Worker } from 'node:cluster';
import type { EventEmitter } from 'node:events';

/** How node:cluster hands a connection to a worker, and how that says whether it took it. */
interface ClusterMessage {
  cmd?: string;
  act?: string;
  seq?: number;
  ack?: number;
}

type Send = (message: ClusterMessage, connection?: { close(): void }, ...rest: unknown[]) => boolean;

/**
 * Whoever is connected to a worker that dies before it has taken the connection would wait for ever: node:cluster waits
 * for the dead one's word. It is given here, and another worker takes the connection. Nothing has been read from it: a
 * worker gives its word first, and what it wrote before it died still arrives.
 */
export function passOnUntaken(worker: Worker): void {
  const channel = worker.process as unknown as EventEmitter & { send: Send };
  const untaken = new Map<number, { close(): void }>();

  const send = channel.send.bind(channel);
  channel.send = (message, connection, ...rest) => {
    if (connection && message.act === 'newconn' && message.seq !== undefined) {
      untaken.set(message.seq, connection);
    }
    return send(message, connection, ...rest);
  };
  channel.on('internalMessage', ({ ack }: ClusterMessage) => ack !== undefined && untaken.delete(ack));

  // By then the cluster has struck the worker off.
  worker.once('disconnect', () => {
    const others = Object.values(cluster.workers ?? {}).some((other) => other !== worker && other?.isConnected());
    for (const [ack, connection] of untaken) {
      if (others) {
        channel.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack, accepted: false });
      } else {
        connection.close();
      }
    }
    untaken.clear();
  });
}
