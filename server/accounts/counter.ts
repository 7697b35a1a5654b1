import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import { SECOND } from '../time.ts';
import { TooManyAttempts } from './errors.ts';

/** One allowance: a limiter and the key that is counted under. */
export interface Counter {
  limiter: RateLimiterAbstract;
  key: string;
}

/** What a request took from an allowance, and when that allowance begins anew. */
export interface Taken extends Counter {
  windowEndsAt: number;
}

/**
 * Takes one attempt from each counter, each in one atomic step, or from none of them.
 * @throws {TooManyAttempts} where one is used up
 */
export async function takeAll(counters: Counter[]): Promise<Taken[]> {
  const outcomes = await Promise.allSettled(counters.map(take));
  const taken = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.taken] : []));
  const fault = outcomes.find((outcome) => outcome.status === 'rejected');
  const waits = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.wait] : []));
  const wait = Math.max(...waits, 0);
  if (fault || wait > 0) {
    // A refused attempt was counted too. Left there, a crowd of right passwords could lock its own account.
    await giveBackAll(taken);
    throw fault ? fault.reason : new TooManyAttempts(Math.ceil(wait / SECOND));
  }
  return taken;
}

/** Gives attempts back. Not past their window's end: there it would be an allowance too many. */
export async function giveBackAll(taken: Taken[]): Promise<void> {
  // A counter that can't be reached now keeps the attempt: too strict for one window, never too lax.
  const open = taken.filter(({ windowEndsAt }) => Date.now() < windowEndsAt);
  await Promise.allSettled(open.map(({ limiter, key }) => limiter.reward(key, 1)));
}

async function take(counter: Counter): Promise<{ taken: Taken; wait: number }> {
  try {
    return toTaken(counter, await counter.limiter.consume(counter.key, 1), false);
  } catch (refused) {
    if (refused instanceof RateLimiterRes) {
      return toTaken(counter, refused, true);
    }
    // Nobody knows whether it was counted: a store that only hung counts it when it wakes, and this right after it.
    counter.limiter.reward(counter.key, 1).catch(() => undefined);
    throw refused;
  }
}

function toTaken(counter: Counter, { msBeforeNext }: RateLimiterRes, refused: boolean) {
  const taken = { ...counter, windowEndsAt: Date.now() + msBeforeNext };
  return { taken, wait: refused ? Math.max(msBeforeNext, 1) : 0 };
}
