import { createHmac, timingSafeEqual } from 'node:crypto';

/** The keys that make and check signatures; SECRET_KEY in the environment, or a key that was made. */
export interface SecretKeys {
  readonly current: string;
  /** The key before, while it is replaced: it still verifies, and signs nothing. */
  readonly previous: string | null;
}

/** Signs and hashes with the secret key, each for one purpose. */
export type Signer = ReturnType<typeof createSigner>;

/** A SHA-256 as base64url. */
const MAC_LENGTH = 43;

/** As much of it as tells names apart: 128 bits. */
const PSEUDONYM_LENGTH = 22;

/**
 * Makes a signer. A purpose is a constant of the code that names what is signed, so that what was signed for one place
 * is worth nothing at another. Synchronous on purpose: it takes less than the way to another thread.
 */
export function createSigner({ current, previous }: SecretKeys) {
  const keys = previous === null ? [current] : [current, previous];
  // A purpose is a constant, so there are as many of them as there are in the code.
  const ownKeys = new Map<string, Buffer>();

  /** Under a key of the purpose's own, so that no text of one can pass for a text of another. */
  function macOf(key: string, purpose: string, text: string): string {
    const name = `${key} ${purpose}`;
    const ownKey = ownKeys.get(name) ?? createHmac('sha256', key).update(purpose).digest();
    ownKeys.set(name, ownKey);
    return createHmac('sha256', ownKey).update(text).digest('base64url');
  }

  return {
    /** Answers the text with its signature behind it: it may travel, but can't be changed. It isn't hidden. */
    sign: (purpose: string, text: string): string => `${text}.${macOf(current, `sign:${purpose}`, text)}`,

    /** Answers the text that was signed for this purpose, by the key or the one before; null for anything else. */
    verify(purpose: string, signed: string): string | null {
      const at = signed.length - MAC_LENGTH - 1;
      if (at < 0 || signed[at] !== '.') {
        return null;
      }
      const [text, mac] = [signed.slice(0, at), signed.slice(at + 1)];
      const isSigned = keys.some((key) => areEqual(mac, macOf(key, `sign:${purpose}`, text)));
      return isSigned ? text : null;
    },

    /** A pseudonym, for logs: the same text has the same one, and nobody without the key can try texts against it. */
    keyedHash: (purpose: string, text: string): string =>
      macOf(current, `hash:${purpose}`, text).slice(0, PSEUDONYM_LENGTH),
  };
}

/** In constant time: how long it takes must not tell how much of a guessed signature is right. */
function areEqual(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
