import { normalForm } from '../normal-form.ts';
import type { PasswordPolicy } from '../passwords/policy.ts';
import type { PersonalText } from '../passwords/rules.ts';
import type { ValidationIssue } from './errors.ts';

/** What a form asks when it sets a password: the fields' names, the password twice, and the current one if any. */
export interface NewPassword {
  field: string;
  password: string;
  confirmation: string;
  current?: string;
  /** What the password must not resemble. */
  about: readonly PersonalText[];
}

/** Every rule that a new password breaks, and whether it was typed the same twice. */
export function checkPasswordFields(policy: PasswordPolicy, input: NewPassword): ValidationIssue[] {
  const { field, password, confirmation } = input;
  const issues = password === '' ? [requiredAt(field)] : checkPassword(policy, input);
  if (password !== confirmation) {
    const message = 'The two passwords differ.';
    issues.push({ field: `${field}Confirmation`, code: 'PASSWORDS_DIFFER', message });
  }
  return issues;
}

function requiredAt(field: string): ValidationIssue {
  return { field, code: 'REQUIRED', message: 'Choose a password.' };
}

function checkPassword(policy: PasswordPolicy, { field, password, current, about }: NewPassword): ValidationIssue[] {
  const issues: ValidationIssue[] = policy.findFaults(password, about).map((fault) => ({ field, ...fault }));
  if (current !== undefined && normalForm(password, 'NFC') === normalForm(current, 'NFC')) {
    const message = 'Choose a password that differs from the current one.';
    issues.push({ field, code: 'PASSWORD_UNCHANGED', message });
  }
  return issues;
}
