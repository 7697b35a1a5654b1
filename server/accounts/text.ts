import type { ValidationIssue } from './errors.ts';

/**
 * Control characters, line and paragraph separators, and what overrides the direction of the text after it, which
 * would let one person's name rearrange another person's page. PostgreSQL stores neither a NUL nor half a character.
 */
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;

/** The rules of every one-line text: no forbidden characters, and no longer than its column. */
export function checkText(field: string, text: string, limit: number): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  if (FORBIDDEN.test(text)) {
    issues.push({ field, code: 'INVALID_CHARACTERS', message: 'This has characters in it that can’t be shown.' });
  }
  if ([...text].length > limit) {
    issues.push({ field, code: 'TOO_LONG', message: `Use at most ${limit} characters.`, limit });
  }
  return issues;
}
