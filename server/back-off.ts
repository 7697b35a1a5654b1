import { MINUTE, SECOND } from './time.ts';

const FIRST_WAIT = SECOND / 10;

/** Longer than that, nobody waits for what may have mended itself. */
const LONGEST_WAIT = 30 * SECOND;

/** What served for so long doesn't die of how it starts. */
const STEADY = MINUTE;

/** How long to wait before what has died is started anew: twice as long each time, until it has lived for a while. */
export function createBackOff() {
  let wait = 0;

  /** `served` is for how long it could serve, in milliseconds. */
  return function nextWait(served: number): number {
    wait = wait === 0 || served >= STEADY ? FIRST_WAIT : Math.min(2 * wait, LONGEST_WAIT);
    return wait;
  };
}
