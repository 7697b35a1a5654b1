import type { EventOf } from '../events/event.ts';
import { SECOND } from '../time.ts';
import type { Allowance } from './allowance.ts';
import { TooManyAttempts } from './errors.ts';
import type { Lockout } from './lockout.ts';

type AllowanceName = EventOf<'limited'>['allowance'];

/** Something that counts attempts, and the key that is counted under. */
export interface Counter {
  /** Counts one attempt; answers what to do with it once its outcome is known, or why it may not be made. */
  take(): Promise<Attempt | Refused>;
}

/** How long to wait, in milliseconds, and which limit says so. */
export interface Refused {
  wait: number;
  allowance: AllowanceName;
}

interface Attempt {
  wait: 0;
  /** It succeeded. */
  succeed(): Promise<void>;
  /** It was refused for what was sent. */
  fail(): Promise<void>;
  /** It came to nothing, and doesn't count. */
  giveBack(): Promise<void>;
}

/** What has become of an attempt. */
type Outcome = 'succeed' | 'fail' | 'giveBack';

/** Counts attempts in a window of time: those that fail, those that succeed, or both. */
export function windowOf(
  allowance: Allowance,
  name: AllowanceName,
  key: string,
  counts: 'failures' | 'successes' | 'answers',
): Counter {
  const giveBack = () => allowance.giveBack(key);
  return {
    async take() {
      const wait = await allowance.take(key);
      if (wait > 0) {
        return { wait, allowance: name };
      }
      return {
        wait: 0,
        succeed: counts === 'failures' ? giveBack : keep,
        fail: counts === 'successes' ? giveBack : keep,
        giveBack,
      };
    },
  };
}

async function keep(): Promise<void> {
  // It was counted when it was taken.
}

/** Counts wrong passwords in a row: one that is right ends the row. */
export function rowOf(
  lockout: Lockout,
  names: { everybody: AllowanceName; address: AllowanceName },
  key: string,
  address: string,
): Counter {
  return {
    async take() {
      const taken = await lockout.take(key, address);
      return taken.limited
        ? { wait: taken.wait, allowance: names[taken.limited] }
        : {
            wait: 0,
            succeed: () => lockout.forget(key),
            fail: keep,
            giveBack: () => lockout.giveBack(key, address, taken),
          };
    },
  };
}

/**
 * Does work that all the counters allow, each having counted it before it begins.
 * @throws {TooManyAttempts} before the work, where one of them doesn't; then none has counted it
 */
export async function counted<T>(
  counters: Counter[],
  onRefused: (refused: Refused) => void,
  countsError: (error: unknown) => boolean,
  work: () => Promise<T>,
): Promise<T> {
  const attempts = await takeAll(counters, onRefused);
  try {
    const result = await work();
    await settle(attempts, 'succeed');
    return result;
  } catch (error) {
    await settle(attempts, countsError(error) ? 'fail' : 'giveBack');
    throw error;
  }
}

async function takeAll(counters: Counter[], onRefused: (refused: Refused) => void): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  try {
    for (const counter of counters) {
      const taken = await counter.take();
      if ('allowance' in taken) {
        onRefused(taken);
        throw new TooManyAttempts(Math.ceil(taken.wait / SECOND));
      }
      attempts.push(taken);
    }
    return attempts;
  } catch (error) {
    await settle(attempts, 'giveBack');
    throw error;
  }
}

/** A counter that can't be reached now keeps the attempt: too strict for a while, never too lax. */
async function settle(attempts: Attempt[], outcome: Outcome): Promise<void> {
  await Promise.allSettled(attempts.map((attempt) => attempt[outcome]()));
}
