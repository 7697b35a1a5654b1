import { decoyOf } from './hashers/bcrypt-sha256.ts';

/**
 * Spends what a bcrypt hash of an older cost took less than one of today's, so that the time doesn't tell accounts that
 * have one. (Django's harden_runtime.) One decoy at each cost from the older one on does it: a hash takes 2^cost steps,
 * and 2^c + 2^c + 2^(c+1) + … + 2^(today-1) = 2^today.
 */
export async function spendMissingWork(text: string, older: number, today: number): Promise<void> {
  for (let cost = older; cost < today; cost += 1) {
    await decoyOf(cost).matches(text);
  }
}
