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

/** Those of one attempt: the one that is asked alone, and those that are asked where it allows it. */
export type Counters = [Counter, ...Counter[]];

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
 * Does work that all the counters allow, each having counted it before it begins. The first one is asked alone, and the
 * others at once where it allows it: what it refuses, they never hear of.
 * @throws {TooManyAttempts} before the work, where one of them doesn't; then none has counted it
 */
export async function counted<T>(
  [first, ...others]: Counters,
  onRefused: (refused: Refused) => void,
  countsError: (error: unknown) => boolean,
  work: () => Promise<T>,
): Promise<T> {
  const attempts = await takeAll([first], [], onRefused);
  attempts.push(...(await takeAll(others, attempts, onRefused)));
  try {
    const result = await work();
    // Not waited for, and after what follows a success at once, such as the session's beginning: it takes as long.
    setImmediate(settle, attempts, 'succeed');
    return result;
  } catch (error) {
    await settle(attempts, countsError(error) ? 'fail' : 'giveBack');
    throw error;
  }
}

/** Asks them at once. Where one doesn't allow it, all that have counted it give it back, with those `before`. */
async function takeAll(
  counters: Counter[],
  before: Attempt[],
  onRefused: (refused: Refused) => void,
): Promise<Attempt[]> {
  const answers = await Promise.allSettled(counters.map((counter) => counter.take()));
  const taken = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  const attempts = taken.filter((one): one is Attempt => !('allowance' in one));
  if (attempts.length === counters.length) {
    return attempts;
  }
  await settle([...before, ...attempts], 'giveBack');
  const refused = taken.find((one) => 'allowance' in one);
  if (!refused) {
    throw answers.find((answer) => answer.status === 'rejected')?.reason;
  }
  onRefused(refused);
  throw new TooManyAttempts(Math.ceil(refused.wait / SECOND));
}

/** A counter that can't be reached now keeps the attempt: too strict for a while, never too lax. */
async function settle(attempts: Attempt[], outcome: Outcome): Promise<void> {
  await Promise.allSettled(attempts.map((attempt) => attempt[outcome]()));
}
