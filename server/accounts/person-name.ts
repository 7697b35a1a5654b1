import type { ValidationIssue } from './errors.ts';
import { checkText } from './text.ts';

/** As in Django: the longest first or last name, in code points. */
export const LONGEST_NAME = 150;

/** A first or last name as it is stored: without spaces around it; empty where it isn't given. */
export function normalizeName(text: string | null | undefined): string {
  return (text ?? '').normalize('NFC').trim();
}

export function checkName(field: 'firstName' | 'lastName', text: string | null | undefined): ValidationIssue[] {
  return checkText(field, normalizeName(text), LONGEST_NAME);
}
