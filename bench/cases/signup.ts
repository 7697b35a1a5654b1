import { measureHashing } from '../beside-hash.ts';
import type { Outcome } from '../outcome.ts';
import type { Run } from '../run.ts';

/** A new account every time, and a session begun. */
export function measureSignup(run: Run): Promise<Outcome> {
  return measureHashing(run, 'signup');
}
