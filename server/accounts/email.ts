import { domainToASCII } from 'node:url';
import type { ValidationIssue } from './errors.ts';
import { checkText } from './text.ts';

/** RFC 5321, 4.5.3.1.3: a path is at most 256 octets, its angle brackets included. */
export const LONGEST_EMAIL = 254;

/** The HTML standard's valid e-mail address, so that a browser's form and this agree; with a dot in the domain. */
const EMAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+$/;

/** An address as it is stored: its domain in lower case, as Django's normalize_email; none where it is blank. */
export function normalizeEmail(text: string | null | undefined): string | null {
  const address = (text ?? '').trim();
  const at = address.lastIndexOf('@');
  return address === '' ? null : address.slice(0, at + 1) + address.slice(at + 1).toLowerCase();
}

/** Every rule that an address breaks. Whether it exists and is the person's own is not known. */
export function checkEmail(text: string | null | undefined): ValidationIssue[] {
  const field = 'email';
  const address = normalizeEmail(text);
  if (address === null) {
    return [];
  }
  const issues = checkText(field, address, LONGEST_EMAIL);
  if (issues.length === 0 && !EMAIL.test(inAscii(address))) {
    issues.push({ field, code: 'INVALID_EMAIL', message: 'This is not an e-mail address.' });
  }
  return issues;
}

const DOMAIN = /^[\p{L}\p{M}\p{N}.-]+$/u;

/** A domain in another script is checked as DNS writes it. What no domain has is left in, for the check to find. */
function inAscii(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return address.slice(0, at + 1) + (DOMAIN.test(domain) ? domainToASCII(domain) : domain);
}
