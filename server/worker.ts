import cluster, { type Worker } from 'node:cluster';
import type { Stage, Tell } from './announce.ts';
import { SECOND } from './time.ts';

/** What a supervisor says to a worker whose place another one has taken. */
const REPLACED = 'gatehouse:replaced';

/** The argument of a worker that starts while others serve. */
const WHEN_READY = '--listen-when-ready';

/** What a worker says to its supervisor; others talk on the same channel. */
interface Report {
  gatehouse: Stage;
  port: number;
}

/**
 * A worker that is replaced takes requests for so long, each the last of its connection: most connections are used
 * within it, and one that is used just as it is closed would lose a request.
 */
const REPLACED_DELAY = SECOND;

/** In a worker: whether it takes no requests before it is ready, as others do. The only one has to say that it isn't. */
export function listensWhenReady(): boolean {
  return cluster.isWorker && process.argv.includes(WHEN_READY);
}

/** In a worker: says how far its start has come. */
export const tellSupervisor: Tell = (stage, port) => {
  const report: Report = { gatehouse: stage, port };
  process.send?.(report);
};

/** In a worker: stops it when it was replaced, and when its supervisor is gone. Elsewhere this does nothing. */
export function onSupervisor(stop: (reason: string, delay: number) => void): void {
  if (!cluster.worker) {
    return;
  }
  // Otherwise Node ends a worker with its supervisor at once, and the requests in flight with it.
  cluster.worker.exitedAfterDisconnect = true;
  cluster.worker.on('error', ignoreGoneSupervisor);
  process.on('disconnect', () => stop('the supervisor is gone', 0));
  process.on('message', (message) => {
    if (message === REPLACED) {
      stop('replaced', REPLACED_DELAY);
    }
  });
}

/** Whatever was to be said to a supervisor that is gone: thrown, it would end the requests in flight with the process. */
function ignoreGoneSupervisor(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ERR_IPC_CHANNEL_CLOSED' && error.code !== 'EPIPE') {
    throw error;
  }
}

/** In the supervisor: forks a worker. */
export function forkWorker(main: string, othersServe: boolean): Worker {
  cluster.setupPrimary({ exec: main, args: othersServe ? [WHEN_READY] : [] });
  return cluster.fork();
}

/** In the supervisor: hears how far a worker's start has come. */
export function hearWorker(worker: Worker, hear: Tell): void {
  worker.on('message', (message: Partial<Report> | null) => {
    if (message?.gatehouse !== undefined && message.port !== undefined) {
      hear(message.gatehouse, message.port);
    }
  });
}

/** In the supervisor: tells a worker that it was replaced. One that ends meanwhile needs not hear of it. */
export function tellReplaced(worker: Worker, onFault: (error: Error) => void): void {
  if (worker.isConnected()) {
    worker.send(REPLACED, (error) => error && onFault(error));
  }
}
