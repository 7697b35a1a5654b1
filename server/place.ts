import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createBackOff } from './back-off.ts';
import type { WorkerProcess } from './worker-process.ts';

export type Place = ReturnType<typeof createPlace>;

export interface PlaceParts {
  start: () => WorkerProcess;
  log: Logger;
  /** Hears of each worker that ended without having been told to. */
  onDeath: () => void;
  stop: AbortSignal;
}

/** One place among the workers: whoever dies there is followed by another, and may be replaced without a gap. */
export function createPlace(first: WorkerProcess, { start, log, onDeath, stop }: PlaceParts) {
  const nextWait = createBackOff();
  let holder = first;

  return {
    /** Sees to it that somebody holds the place, until the signal. */
    async keep(): Promise<void> {
      while (!stop.aborted) {
        const worker = holder;
        const ending = await worker.ended;
        if (holder === worker && !stop.aborted) {
          onDeath();
          const wait = nextWait(worker.served());
          log.error({ worker: worker.id, ...ending, wait }, 'a worker ended; another one follows');
          await sleep(wait, undefined, { signal: stop }).catch(() => undefined);
        }
        if (holder === worker && !stop.aborted) {
          holder = start();
        }
      }
    },

    /** Has another worker take the place once it is ready; false where it doesn't get so far, and the old one stays. */
    async replace(): Promise<boolean> {
      const old = holder;
      const successor = start();
      if (!(await successor.ready)) {
        const ending = await successor.ended;
        if (!stop.aborted) {
          log.error({ worker: successor.id, ...ending }, 'a new worker ended before it was ready; the others stay');
        }
        return false;
      }
      // Who died meanwhile may have been followed by somebody who isn't needed, either.
      const leaving = new Set([old, holder]);
      holder = successor;
      for (const worker of leaving) {
        worker.replaced();
        await worker.ended;
      }
      return true;
    },
  };
}
