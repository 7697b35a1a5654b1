import { measureHashing } from '../beside-hash.ts';
import type { Outcome } from '../outcome.ts';
import type { Run } from '../run.ts';

/** A right password, and a session begun. */
export function measureLogin(run: Run): Promise<Outcome> {
  return measureHashing(run, 'login');
}
