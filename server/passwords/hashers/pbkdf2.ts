import { onHashThread } from '../hash-threads.ts';
import { equalTexts } from './equal-texts.ts';
import type { Hasher } from './hasher.ts';

/** Iterations, salt and hash. Django writes the salt as text, and never with a `$` in it. */
const REST = /^([1-9]\d{0,9})\$([^$]+)\$([A-Za-z0-9+/]+=*)$/;

/** The most iterations that are verified, 1.5 to 4 s of one core: Django 6.0 makes 1,200,000, a fifth more each release. */
const MOST_ITERATIONS = 10_000_000;

/** Django's PBKDF2PasswordHasher, its default: `pbkdf2_sha256$<iterations>$<salt>$<hash>`. */
export const pbkdf2Sha256 = pbkdf2With('pbkdf2_sha256', 'sha256', 32);

/** Django's PBKDF2SHA1PasswordHasher. */
export const pbkdf2Sha1 = pbkdf2With('pbkdf2_sha1', 'sha1', 20);

function pbkdf2With(algorithm: string, digest: string, bytes: number): Hasher {
  return {
    algorithm,
    read(rest) {
      const [, count, salt = '', hash = ''] = REST.exec(rest) ?? [];
      const iterations = Number(count);
      if (!(iterations <= MOST_ITERATIONS)) {
        return null;
      }
      return {
        async matches(text) {
          return equalTexts(await onHashThread('pbkdf2', text, salt, iterations, bytes, digest), hash);
        },
      };
    },
  };
}
