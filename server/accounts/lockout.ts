import type { Limit } from '../environment-values.ts';
import { DAY, SECOND } from '../time.ts';

/**
 * Counts the wrong passwords in a row of one account, of a name that nobody has, or of one known device. So many are
 * free; each further one has to be waited for, longer each time; after too many nothing is tried for a day. What was
 * counted is forgotten at the first right password, and a day after the last wrong one.
 */
export interface Lockout {
  /** Counts an attempt as wrong, in one step with looking whether it may be made: guesses at once are no way around it. */
  take(key: string, address: string): Promise<Taken>;
  /** Takes one back that was neither right nor wrong, and the wait that it began. */
  giveBack(key: string, address: string, taken: Taken): Promise<void>;
  forget(key: string): Promise<void>;
}

export interface Taken {
  /** How many milliseconds have to pass before the next attempt; 0: this one may be made. */
  wait: number;
  /** Who has to wait; null: nobody. */
  limited: 'everybody' | 'address' | null;
  /** Until when the next attempt waits because of this one, in epoch milliseconds; 0: it needn't. */
  until: number;
}

export interface LockoutRules {
  /** How many are free, and the longest wait. */
  free: Limit;
  /** How many of them one address may make, in its own time: closing an account takes several. */
  address: Limit;
}

const FIRST_WAIT = 30 * SECOND;

/** NIST SP 800-63B-4, 3.2.2: at most 100 consecutive failed attempts on one account. */
export const MOST_IN_A_ROW = 100;

/** How long an account is closed after those, and how long others are remembered. */
export const MEMORY = DAY;

/** How many milliseconds to wait after the first wrong password in a row, the second, and so on. */
export function waitsOf({ count, seconds }: Limit): number[] {
  const waits = Array.from({ length: MOST_IN_A_ROW }, (_, index) =>
    index + 1 < count ? 0 : Math.min(FIRST_WAIT * 2 ** (index + 1 - count), seconds * SECOND),
  );
  return [...waits.slice(0, -1), MEMORY];
}
