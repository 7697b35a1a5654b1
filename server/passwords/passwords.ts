import { decoyOf, encodeBcryptSha256, isBcryptSha256, verifyBcryptSha256 } from './bcrypt-sha256.ts';
import { createHashQueue } from './hash-queue.ts';

export type Passwords = ReturnType<typeof createPasswords>;

/** Hashing and verifying. `answerBy` is when the request's answer is due, by performance.now(). */
export function createPasswords({ cost }: { cost: number }) {
  const queued = createHashQueue();
  const decoy = decoyOf(cost);

  async function verifyEither(text: string, encoded: string): Promise<boolean> {
    const normal = text.normalize('NFC');
    // Django doesn't normalise, so a password that moved in may have been hashed as it was typed.
    return (await verifyBcryptSha256(normal, encoded)) || (normal !== text && verifyBcryptSha256(text, encoded));
  }

  return {
    /** Encodes a new password as Django does. @throws {HashQueueFull} */
    hash: (text: string, answerBy: number): Promise<string> =>
      queued(answerBy, () => encodeBcryptSha256(text.normalize('NFC'), cost)),

    /**
     * Answers whether a password is the one that was encoded. Without an encoded one, or with one of a form that isn't
     * known, the answer is no at the cost of a new hash: the time must not tell which accounts exist. @throws {HashQueueFull}
     */
    async verify(text: string, encoded: string | undefined, answerBy: number): Promise<boolean> {
      const known = encoded !== undefined && isBcryptSha256(encoded);
      const matches = await queued(answerBy, () => verifyEither(text, known ? encoded : decoy));
      return matches && known;
    },
  };
}
