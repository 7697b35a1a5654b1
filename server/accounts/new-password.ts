import { checkNewPassword } from '../passwords/policy.ts';
import type { ValidationIssue } from './errors.ts';

/** What a form asks when it sets a password: the fields' names, the password twice, and the current one if any. */
export interface NewPassword {
  field: string;
  password: string;
  confirmation: string;
  current?: string;
}

/** Every rule that a new password breaks, and whether it was typed the same twice. */
export function checkPasswordFields({ field, password, confirmation, current }: NewPassword): ValidationIssue[] {
  const issues: ValidationIssue[] = checkNewPassword(password, current).map((fault) => ({ field, ...fault }));
  if (password !== confirmation) {
    const message = 'The two passwords differ.';
    issues.push({ field: `${field}Confirmation`, code: 'PASSWORDS_DIFFER', message });
  }
  return issues;
}
