import cluster, { type Worker } from 'node:cluster';
import type { EventEmitter } from 'node:events';

/** How node:cluster hands a connection to a worker, and how that says whether it took it. */
interface ClusterMessage {
  cmd?: string;
  act?: string;
  seq?: number;
  ack?: number;
}

interface Connection {
  close(): void;
}

/** A worker's channel, with what node:cluster does on it unseen. */
type Channel = EventEmitter & {
  send(message: ClusterMessage, connection?: Connection, ...rest: unknown[]): boolean;
};

/** How often it is asked whether a dead worker's channel is read to its end, in milliseconds. */
const LOOK_EVERY = 10;

/**
 * Whoever is connected to a worker that dies before it has taken the connection would wait for ever: node:cluster waits
 * for the dead one's word. It is given here, and another worker takes the connection. Nothing has been read from it: a
 * worker gives its word first, and what it wrote before it died still arrives.
 */
export function passOnUntaken(worker: Worker): void {
  const channel = worker.process as unknown as Channel;
  const untaken = new Map<number, Connection>();

  const send = channel.send.bind(channel);
  channel.send = (message, connection, ...rest) => {
    if (connection && message.act === 'newconn' && message.seq !== undefined) {
      untaken.set(message.seq, connection);
    }
    return send(message, connection, ...rest);
  };
  channel.on('internalMessage', ({ ack }: ClusterMessage) => ack !== undefined && untaken.delete(ack));

  sayDisconnect(worker, channel);
  // By now the cluster has struck the worker off, and gives it no more.
  worker.once('disconnect', () => {
    const others = Object.values(cluster.workers ?? {}).some((other) => other !== worker && other?.isConnected());
    for (const [ack, connection] of untaken) {
      if (others) {
        channel.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack, accepted: false });
      } else {
        connection.close();
      }
    }
  });
}

/** Node doesn't say it, and the cluster counts on the worker for ever, where it died with a connection on its way. */
function sayDisconnect(worker: Worker, channel: Channel): void {
  let said = false;
  worker.once('disconnect', () => {
    said = true;
  });
  worker.once('exit', () => {
    const look = setInterval(() => {
      if (!worker.isConnected()) {
        clearInterval(look);
        if (!said) {
          channel.emit('disconnect');
        }
      }
    }, LOOK_EVERY);
  });
}
