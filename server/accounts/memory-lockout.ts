import { LRUCache } from 'lru-cache';
import { type Clock, SECOND } from '../time.ts';
import { type Lockout, type LockoutRules, MEMORY, waitsOf } from './lockout.ts';

interface Row {
  failures: number;
  /** Until when nobody may try. */
  until: number;
  forgetAt: number;
  addresses: Map<string, { failures: number; since: number }>;
}

/** Beyond these, the rows are forgotten that were touched longest ago. */
const MOST_ROWS = 100_000;

/** Counts in this process alone. */
export function createMemoryLockout({ free, address: most }: LockoutRules, clock: Clock): Lockout {
  const rows = new LRUCache<string, Row>({ max: MOST_ROWS });
  const waits = waitsOf(free);

  function rowOf(key: string, now: number): Row {
    const row = rows.get(key);
    return row && row.forgetAt > now ? row : { failures: 0, until: 0, forgetAt: 0, addresses: new Map() };
  }

  return {
    async take(key, address) {
      const now = clock();
      const row = rowOf(key, now);
      if (row.until > now) {
        return { wait: row.until - now, limited: 'everybody', until: 0 };
      }
      const known = row.addresses.get(address);
      const own = known && known.since + most.seconds * SECOND > now ? known : { failures: 0, since: now };
      if (own.failures >= most.count) {
        return { wait: own.since + most.seconds * SECOND - now, limited: 'address', until: 0 };
      }
      const wait = waits[row.failures] ?? MEMORY;
      row.failures += 1;
      row.until = wait > 0 ? now + wait : 0;
      row.forgetAt = Math.max(row.until, now + MEMORY);
      row.addresses.set(address, { ...own, failures: own.failures + 1 });
      rows.set(key, row);
      return { wait: 0, limited: null, until: row.until };
    },

    async giveBack(key, address, { until }) {
      const row = rows.get(key);
      const own = row?.addresses.get(address);
      if (row && own && own.failures > 0) {
        row.failures -= 1;
        own.failures -= 1;
        row.until = row.until === until ? 0 : row.until;
        // What is at nothing leaves nothing: names are free to invent, and rows aren't.
        if (own.failures === 0) {
          row.addresses.delete(address);
        }
        if (row.failures === 0) {
          rows.delete(key);
        }
      }
    },

    async forget(key) {
      rows.delete(key);
    },
  };
}
