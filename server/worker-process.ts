import type { Worker } from 'node:cluster';
import type { Logger } from 'pino';
import type { Tell } from './announce.ts';
import { SECOND } from './time.ts';
import { passOnUntaken } from './untaken-connections.ts';
import { hearWorker, tellReplaced } from './worker.ts';

/** A worker as its supervisor sees it. */
export interface WorkerProcess {
  readonly id: number;
  /** True once it can serve; false where it ended before. */
  readonly ready: Promise<boolean>;
  readonly ended: Promise<Ending>;
  isServing(): boolean;
  /** For how long it could serve, in milliseconds. */
  served(): number;
  /** Tells it that another one has taken its place. */
  replaced(): void;
  /** Tells it that the service ends. */
  stop(): void;
}

export interface Followed {
  worker: Worker;
  /** How long it may take to stop, in milliseconds. */
  stopTimeout: number;
  tell: Tell;
  log: Logger;
}

export interface Ending {
  /** Null where a signal ended it, or it couldn't be started. */
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A worker that was told to end does so within its time-out, or it can't any more. */
const KILLED_AFTER = SECOND / 2;

/** Follows a worker that was just forked. `tell` hears how far that has come; a fault is an early end. */
export function followWorker({ worker, stopTimeout, tell, log }: Followed): WorkerProcess {
  passOnUntaken(worker);
  const onFault = (error: Error) => log.debug({ error, worker: worker.id }, 'a worker could not be talked to');
  const ended = endOf(worker, onFault);
  let readySince: number | undefined;
  let leaving = false;
  const ready = new Promise<boolean>((resolve) => {
    hearWorker(worker, (stage, port) => {
      tell(stage, port);
      if (stage === 'ready') {
        readySince = performance.now();
        log.info({ worker: worker.id, pid: worker.process.pid }, 'a worker is ready');
        resolve(true);
      }
    });
    void ended.then(() => resolve(false));
  });

  function killLate(): void {
    leaving = true;
    const late = setTimeout(() => worker.process.kill('SIGKILL'), stopTimeout + KILLED_AFTER);
    void ended.then(() => clearTimeout(late));
  }

  return {
    id: worker.id,
    ready,
    ended,
    isServing: () => readySince !== undefined && !leaving && worker.isConnected(),
    served: () => (readySince === undefined ? 0 : performance.now() - readySince),
    replaced() {
      tellReplaced(worker, onFault);
      killLate();
    },
    stop() {
      worker.process.kill('SIGTERM');
      killLate();
    },
  };
}

function endOf(worker: Worker, onFault: (error: Error) => void): Promise<Ending> {
  return new Promise((resolve) => {
    worker.once('exit', (code, signal) => resolve({ code, signal: signal as NodeJS.Signals | null }));
    worker.on('error', (error) => {
      onFault(error);
      // It was never started: no exit follows.
      if (worker.process.pid === undefined) {
        resolve({ code: null, signal: null });
      }
    });
  });
}
