import { normalForm } from '../normal-form.ts';
import type { Around } from '../observation.ts';
import type { HashLimits } from '../time-outs.ts';
import { createHashQueue } from './hash-queue.ts';
import { decoyOf, encodeBcryptSha256, isBcryptSha256Of } from './hashers/bcrypt-sha256.ts';
import { LEAST_COST } from './hashers/bcrypt-text.ts';
import type { StoredHash } from './hashers/hasher.ts';
import { readHash } from './hashers/registry.ts';
import { spendMissingWork } from './missing-work.ts';

export type Passwords = ReturnType<typeof createPasswords>;

export interface PasswordOptions {
  cost: number;
  hashing?: HashLimits;
  /** Stands around each piece of work once its turn has come, `hash` or `verify`. */
  around?: Around;
}

/** Hashing and verifying. `answerBy` is when the request's answer is due, by performance.now(). */
export function createPasswords({ cost, hashing, around = (_name, call) => call() }: PasswordOptions) {
  const queued = createHashQueue(hashing);
  const decoy = decoyOf(cost);

  async function matchesAny(forms: string[], stored: StoredHash): Promise<boolean> {
    let matches = false;
    // All of them, also after one that matched, and each at today's price: otherwise an inactive account's right
    // password, or one with an older hash, would be answered sooner than a wrong one or than an unknown name.
    for (const form of forms) {
      matches = (await stored.matches(form)) || matches;
      await spendMissingWork(form, stored.bcryptCost ?? cost, cost);
    }
    return matches;
  }

  return {
    /** Makes a first hash: where that can't be done, nobody could log in. @throws */
    async start(): Promise<void> {
      await decoyOf(LEAST_COST).matches('');
    },

    /** Encodes a new password as Django does. @throws {HashQueueFull} */
    hash: (text: string, answerBy: number): Promise<string> =>
      queued(answerBy, () => around('hash', () => encodeBcryptSha256(normalForm(text, 'NFC'), cost))),

    /**
     * Answers whether a password is the one that was encoded. Without an encoded one, or with one that nothing can
     * verify against, the answer is no at the cost of a new hash: the time must not tell which accounts exist.
     * @throws {HashQueueFull}
     */
    async verify(text: string, encoded: string | undefined, answerBy: number): Promise<boolean> {
      const stored = encoded === undefined ? null : readHash(encoded);
      const forms = formsOf(text);
      const matches = await queued(
        answerBy,
        () => around('verify', () => matchesAny(forms, stored ?? decoy)),
        forms.length,
      );
      return matches && stored !== null;
    },

    /** How full the queue is. */
    queue: queued.state,

    /** Answers whether a value is of another algorithm or work factor than new ones are. */
    isOutdated: (encoded: string): boolean => !isBcryptSha256Of(cost, encoded),
  };
}

/** NFC, and the text as it was typed: Django doesn't normalise, so one that moved in may have been hashed like that. */
function formsOf(text: string): string[] {
  return [...new Set([normalForm(text, 'NFC'), text])];
}
