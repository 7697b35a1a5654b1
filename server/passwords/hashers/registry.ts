import { argon2 } from './argon2.ts';
import { bcrypt } from './bcrypt.ts';
import { bcryptSha256 } from './bcrypt-sha256.ts';
import type { Hasher, StoredHash } from './hasher.ts';
import { pbkdf2Sha1, pbkdf2Sha256 } from './pbkdf2.ts';
import { scrypt } from './scrypt.ts';

/**
 * What a stored value may be, like Django's PASSWORD_HASHERS: the first is what new values are, the others are verified
 * until the next login. MD5 and unsalted hashes are left out: whoever steals those has the passwords.
 */
const HASHERS: readonly Hasher[] = [bcryptSha256, bcrypt, pbkdf2Sha256, pbkdf2Sha1, argon2, scrypt];

/** Django's own column holds 128 characters. */
const LONGEST_VALUE = 255;

/**
 * Takes a stored value apart. Null where nothing can verify against it: an unusable password (`!…`), an unknown or
 * malformed value, or one that asks for more work than is sane.
 */
export function readHash(encoded: string): StoredHash | null {
  const end = encoded.indexOf('$');
  if (end < 0 || encoded.length > LONGEST_VALUE) {
    return null;
  }
  const hasher = HASHERS.find(({ algorithm }) => algorithm === encoded.slice(0, end));
  return hasher?.read(encoded.slice(end + 1)) ?? null;
}
