import pLimit from 'p-limit';
import { HASH_LIMITS, type HashLimits } from '../time-outs.ts';

/** A hash wasn't computed, because the request's answer would be due before it is done. */
export class HashQueueFull extends Error {
  override readonly name = 'HashQueueFull';
}

/** Pieces of work now, and how many were refused since the start. */
export interface HashQueueState {
  running: number;
  waiting: number;
  refused: number;
}

export type HashQueue = ReturnType<typeof createHashQueue>;

/**
 * Runs a few hashes at a time. How many may wait follows from how long one takes: who can't be answered in time is
 * refused at once, so that a storm of logins neither starves other requests nor grows memory. However quick hashes are,
 * no more than `mostWaiting` wait.
 */
export function createHashQueue({ concurrency: running, mostWaiting }: HashLimits = HASH_LIMITS) {
  const limit = pLimit(running);
  /** How long a hash takes, in milliseconds: the latest count more. */
  let typical = 0;
  /** How many hashes those make who wait. */
  let waiting = 0;
  let refused = 0;

  async function measured<T>(work: () => Promise<T>, hashes: number): Promise<T> {
    const start = performance.now();
    const result = await work();
    const took = (performance.now() - start) / hashes;
    typical = typical === 0 ? took : typical * 0.8 + took * 0.2;
    return result;
  }

  function refuse(reason: string): HashQueueFull {
    refused += 1;
    return new HashQueueFull(reason);
  }

  /**
   * `hashes` is how many the work makes, one after the other. @throws {HashQueueFull} `answerBy` is when the request's
   * answer is due, by performance.now()
   */
  async function queued<T>(answerBy: number, work: () => Promise<T>, hashes = 1): Promise<T> {
    // Only who has to wait can be refused: a free place always runs, and so finds out anew how long a hash takes.
    const waits = limit.activeCount + limit.pendingCount >= running;
    const wait = (waiting / running + hashes) * typical;
    if (waits && (limit.pendingCount >= mostWaiting || performance.now() + wait > answerBy)) {
      throw refuse('too many passwords are being checked at once');
    }
    waiting += hashes;
    return limit(() => {
      waiting -= hashes;
      if (performance.now() >= answerBy) {
        throw refuse('the answer was due before the turn came');
      }
      return measured(work, hashes);
    });
  }

  return Object.assign(queued, {
    state: (): HashQueueState => ({ running: limit.activeCount, waiting: limit.pendingCount, refused }),
  });
}
