import { expect, test } from 'vitest';
import { createPasswordPolicy } from '../passwords/policy.ts';
import { checkPasswordFields, type NewPassword } from './new-password.ts';

const policy = createPasswordPolicy({ minLength: 8, serviceName: 'Gatehouse' });

function issuesOf(input: Partial<NewPassword> & { password: string }): [string, string][] {
  const issues = checkPasswordFields(policy, {
    field: 'newPassword',
    confirmation: input.password,
    about: [],
    ...input,
  });
  return issues.map(({ field, code }) => [field, code]);
}

test('an empty password is missing, and breaks no other rule', () => {
  expect(issuesOf({ password: '' })).toEqual([['newPassword', 'REQUIRED']]);
});

test('a password and its confirmation that differ are told beside the broken rules, each at its field', () => {
  expect(issuesOf({ password: 'short', confirmation: 'other' })).toEqual([
    ['newPassword', 'PASSWORD_TOO_SHORT'],
    ['newPasswordConfirmation', 'PASSWORDS_DIFFER'],
  ]);
});

test('a new password that is the current one is refused, also in another normal form', () => {
  expect(issuesOf({ password: 'caf\u00e9 au lait', current: 'cafe\u0301 au lait' })).toEqual([
    ['newPassword', 'PASSWORD_UNCHANGED'],
  ]);
});
