import { onHashThread } from '../hash-threads.ts';

const TEXT = /^\$2([aby])\$(\d\d)\$([./A-Za-z0-9]{53})$/;

/** bcrypt knows no work factor below this one. */
export const LEAST_COST = 4;

/** The highest work factor that is verified, 2 to 5 s of one core: BCRYPT_COST's highest. */
export const MOST_COST = 16;

/** Reads what bcrypt itself writes, `$2b$12$…`: its work factor and how to verify it, or null. */
export function readBcryptText(text: string) {
  const [, version, digits, rest] = TEXT.exec(text) ?? [];
  const cost = Number(digits);
  if (!(cost >= LEAST_COST && cost <= MOST_COST)) {
    return null;
  }
  // `2y` is PHP's name for what is `2b` elsewhere; the library doesn't know it.
  const known = `$2${version === 'y' ? 'b' : version}$${digits}$${rest}`;
  return {
    bcryptCost: cost,
    matches: (text: string) => onHashThread('bcryptMatches', text, known),
  };
}
