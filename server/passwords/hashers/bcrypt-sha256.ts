import { createHash } from 'node:crypto';
import { onHashThread } from '../hash-threads.ts';
import { readBcryptText } from './bcrypt-text.ts';
import type { Hasher, StoredHash } from './hasher.ts';

const ALGORITHM = 'bcrypt_sha256';

/**
 * Django's BCryptSHA256PasswordHasher: bcrypt of the hexadecimal SHA-256, stored as `bcrypt_sha256$<bcrypt's text>`.
 * The digest first, because bcrypt itself stops at 72 bytes and at a NUL.
 */
export const bcryptSha256: Hasher = { algorithm: ALGORITHM, read };

function read(rest: string): StoredHash | null {
  const stored = readBcryptText(rest);
  return stored && { ...stored, matches: (text) => stored.matches(digest(text)) };
}

/** Encodes a password, with a salt of its own. New values are of this form. */
export async function encodeBcryptSha256(text: string, cost: number): Promise<string> {
  return `${ALGORITHM}$${await onHashThread('bcrypt', digest(text), cost)}`;
}

/** Answers whether a value is what `encodeBcryptSha256` would write at this cost. */
export function isBcryptSha256Of(cost: number, encoded: string): boolean {
  return encoded.startsWith(`${ALGORITHM}$$2b$${twoDigits(cost)}$`);
}

/** What nobody's password verifies against, at the price of a real value of this cost. */
export function decoyOf(cost: number): StoredHash {
  const decoy = read(`$2b$${twoDigits(cost)}$${'.'.repeat(53)}`);
  if (!decoy) {
    throw new RangeError(`bcrypt knows no cost ${cost}`);
  }
  return decoy;
}

function twoDigits(cost: number): string {
  return String(cost).padStart(2, '0');
}

function digest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
