import { createHash } from 'node:crypto';
import bcrypt from 'bcrypt';

const PREFIX = 'bcrypt_sha256$';

/**
 * Django's BCryptSHA256PasswordHasher: bcrypt of the hexadecimal SHA-256, stored as `bcrypt_sha256$<bcrypt's text>`.
 * The digest first, because bcrypt itself stops at 72 bytes and at a NUL.
 */
export async function encodeBcryptSha256(text: string, cost: number): Promise<string> {
  return PREFIX + (await bcrypt.hash(digest(text), cost));
}

/** Answers whether a text is the one that was encoded; false for what isn't of this form. */
export async function verifyBcryptSha256(text: string, encoded: string): Promise<boolean> {
  return encoded.startsWith(PREFIX) && bcrypt.compare(digest(text), encoded.slice(PREFIX.length));
}

/** A well-formed value that nobody's password has: verifying against it costs what verifying a real one costs. */
export function decoyOf(cost: number): string {
  return `${PREFIX}$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
