import { normalForm } from '../normal-form.ts';
import type { ValidationIssue } from './errors.ts';

/** As in Django: the longest username, in code points. */
export const LONGEST_USERNAME = 150;

/** Django's UnicodeUsernameValidator: letters and digits of any script, and these five; but no invisible letters. */
const USERNAME = /^(?:(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}@.+\-_])+$/u;

/** A username as it is stored and shown: NFKC, as in Django's UsernameField, without spaces around it. */
export function normalizeUsername(text: string): string {
  return normalForm(text, 'NFKC').trim();
}

/**
 * What makes a username unique: `Ada`, `ada` and `ＡＤＡ` are one name. Down, up and down again, because JavaScript has
 * no case folding: so `ẞ`, `ß` and `ss` meet, and the two small sigmas.
 */
export function foldUsername(text: string): string {
  return normalForm(normalizeUsername(text).toLowerCase().toUpperCase().toLowerCase(), 'NFKC');
}

/** Every rule that a new username breaks by itself; whether it is taken is the database's to say. */
export function checkUsername(username: string): ValidationIssue[] {
  const field = 'username';
  const name = normalizeUsername(username);
  if (name === '') {
    return [{ field, code: 'REQUIRED', message: 'Choose a username.' }];
  }
  const issues: ValidationIssue[] = [];
  if (!USERNAME.test(name)) {
    issues.push({ field, code: 'INVALID_CHARACTERS', message: 'Use letters, digits and @ . + - _ only.' });
  }
  if ([...name].length > LONGEST_USERNAME) {
    const message = `Use at most ${LONGEST_USERNAME} characters.`;
    issues.push({ field, code: 'TOO_LONG', message, limit: LONGEST_USERNAME });
  }
  return issues;
}
