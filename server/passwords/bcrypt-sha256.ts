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

const ENCODED = /^bcrypt_sha256\$\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;

/** Answers whether a value is of this form, so that it can be verified against at all. */
export function isBcryptSha256(encoded: string): boolean {
  return ENCODED.test(encoded);
}

/** Answers whether a text is the one that was encoded. */
export async function verifyBcryptSha256(text: string, encoded: string): Promise<boolean> {
  return bcrypt.compare(digest(text), encoded.slice(PREFIX.length));
}

/** A well-formed value that nobody's password has: verifying against it costs what verifying a real one costs. */
export function decoyOf(cost: number): string {
  return `${PREFIX}$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
