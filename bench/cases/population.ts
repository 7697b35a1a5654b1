import type { Outcome } from '../outcome.ts';
import type { Run } from '../run.ts';

export async function measurePopulation(_run: Run): Promise<Outcome> {
  throw new Error('not yet');
}
