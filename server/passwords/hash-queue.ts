import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';

/** A hash wasn't computed: too many wait already, or the request's answer was due before its turn came. */
export class HashQueueFull extends Error {
  override readonly name = 'HashQueueFull';
}

/** How many hashes may wait for one that runs: at about 250 ms each, an operation that needs two is done in time. */
const WAITING_PER_RUNNING = 5;

export type HashQueue = ReturnType<typeof createHashQueue>;

/**
 * Runs a few hashes at a time, one core left free where there is another, and lets few wait: past that nothing is
 * computed, so that a storm of logins neither starves other requests nor grows memory.
 */
export function createHashQueue() {
  const running = Math.max(1, availableParallelism() - 1);
  const limit = pLimit(running);

  /** @throws {HashQueueFull} `answerBy` is when the request's answer is due, by performance.now() */
  return async function queued<T>(answerBy: number, work: () => Promise<T>): Promise<T> {
    if (limit.pendingCount >= running * WAITING_PER_RUNNING) {
      throw new HashQueueFull('too many passwords are being checked at once');
    }
    return limit(() => {
      if (performance.now() >= answerBy) {
        throw new HashQueueFull('the answer was due before the turn came');
      }
      return work();
    });
  };
}
