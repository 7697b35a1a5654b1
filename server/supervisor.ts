import pLimit from 'p-limit';
import type { Logger } from 'pino';
import type { Tell } from './announce.ts';
import { createPlace, type Place } from './place.ts';
import { forkWorker } from './worker.ts';
import { followWorker, type WorkerProcess } from './worker-process.ts';

export interface Supervision {
  /** The program that a worker runs. */
  main: string;
  count: number;
  /** How long a worker may take to stop, in milliseconds. */
  stopTimeout: number;
  log: Logger;
  /** Hears how far the start of each worker has come. */
  tell: Tell;
  /** Hears of each worker that ended without having been told to. */
  onDeath: () => void;
}

/**
 * Keeps workers running until SIGTERM or SIGINT, and answers the code to end with. SIGUSR2 replaces them, one after the
 * other, each by one that is ready; not SIGHUP, which a terminal sends when it is closed.
 *
 * The first worker starts alone and prepares the database. If it ends before it is ready, something is wrong that a
 * person has to mend, and it has said what: nothing is tried again.
 */
export async function supervise({ main, count, stopTimeout, log, tell, onDeath }: Supervision): Promise<number> {
  const places: Place[] = [];
  const living = new Set<WorkerProcess>();
  const stop = stopOnSignal(living, log);
  rollOnSignal(places, log, stop);

  function start(): WorkerProcess {
    const othersServe = [...living].some((worker) => worker.isServing());
    const worker = followWorker({ worker: forkWorker(main, othersServe), stopTimeout, tell, log });
    living.add(worker);
    void worker.ended.then(() => living.delete(worker));
    return worker;
  }

  const first = start();
  if (!(await first.ready)) {
    const { code } = await first.ended;
    return stop.aborted ? 0 : (code ?? 1);
  }
  const place = { start, log, onDeath, stop };
  places.push(createPlace(first, place));
  while (places.length < count && !stop.aborted) {
    places.push(createPlace(start(), place));
  }
  await Promise.all(places.map((place) => place.keep()));
  // Those who were replaced may not be done yet.
  await Promise.all([...living].map(({ ended }) => ended));
  log.info('stopped');
  return 0;
}

/** Tells everybody to stop; aborted from then on. */
function stopOnSignal(living: ReadonlySet<WorkerProcess>, log: Logger): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (!stop.signal.aborted) {
        log.info(`${signal}: finishing the requests in flight`);
        stop.abort();
        for (const worker of living) {
          worker.stop();
        }
      }
    });
  }
  return stop.signal;
}

function rollOnSignal(places: readonly Place[], log: Logger, stop: AbortSignal): void {
  const oneAtATime = pLimit(1);
  process.on('SIGUSR2', () => {
    // A roll that waits already will find all that has changed by now.
    if (oneAtATime.pendingCount === 0) {
      void oneAtATime(() => roll(places, log, stop));
    }
  });
}

async function roll(places: readonly Place[], log: Logger, stop: AbortSignal): Promise<void> {
  log.info('SIGUSR2: replacing the workers, one after the other');
  for (const place of places) {
    if (stop.aborted || !(await place.replace())) {
      return;
    }
  }
  log.info('the workers are replaced');
}
