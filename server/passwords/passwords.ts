import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import { decoyOf, encodeBcryptSha256, verifyBcryptSha256 } from './bcrypt-sha256.ts';

/** More hashes wait than can be answered in time; nothing was computed. */
export class HashQueueFull extends Error {
  override readonly name = 'HashQueueFull';
}

/** How many hashes may wait for one that runs: at about 200 ms each they are done within a request's deadline. */
const WAITING_PER_RUNNING = 10;

export type Passwords = ReturnType<typeof createPasswords>;

/** Hashing and verifying, of bounded concurrency and with a bounded queue, so that a storm leaves a core for others. */
export function createPasswords({ cost }: { cost: number }) {
  const running = Math.max(1, availableParallelism() - 1);
  const limit = pLimit(running);
  const decoy = decoyOf(cost);

  async function queued<T>(work: () => Promise<T>): Promise<T> {
    if (limit.pendingCount >= running * WAITING_PER_RUNNING) {
      throw new HashQueueFull('too many passwords are being checked at once');
    }
    return limit(work);
  }

  async function verifyEither(text: string, encoded: string): Promise<boolean> {
    const normal = text.normalize('NFC');
    // Django doesn't normalise, so a password that moved in may have been hashed as it was typed.
    return (await verifyBcryptSha256(normal, encoded)) || (normal !== text && verifyBcryptSha256(text, encoded));
  }

  return {
    /** Encodes a new password as Django does. @throws {HashQueueFull} */
    hash: (text: string): Promise<string> => queued(() => encodeBcryptSha256(text.normalize('NFC'), cost)),

    /**
     * Answers whether a password is the one that was encoded. Without an encoded one the answer is no, at the same
     * cost: the time must not tell which accounts exist. @throws {HashQueueFull}
     */
    async verify(text: string, encoded: string | undefined): Promise<boolean> {
      const matches = await queued(() => verifyEither(text, encoded ?? decoy));
      return matches && encoded !== undefined;
    },
  };
}
