import { VALIDATION_CODES, ValidationFailed, type ValidationIssue } from '../../accounts/errors.ts';
import { builder } from '../builder.ts';
import { ErrorInterface } from './error.ts';

const DESCRIPTIONS: Record<(typeof VALIDATION_CODES)[number], string> = {
  REQUIRED: 'The field may not be empty.',
  TOO_LONG: 'The text is longer than `limit` characters.',
  INVALID_CHARACTERS: 'The text has characters in it that this field doesn’t take.',
  INVALID_EMAIL: 'The text isn’t an e-mail address.',
  USERNAME_TAKEN: 'Somebody has this username, perhaps in other letter case.',
  PASSWORDS_DIFFER: 'The confirmation isn’t the password.',
  PASSWORD_TOO_SHORT: 'The password is shorter than `limit` characters.',
  PASSWORD_TOO_LONG: 'The password is longer than `limit` characters.',
  PASSWORD_TOO_SIMILAR: 'The password resembles the username, a name or the e-mail address.',
  PASSWORD_TOO_COMMON: 'Many people use the password, or it is little more than the service’s name.',
  PASSWORD_ENTIRELY_NUMERIC: 'The password is digits and nothing else.',
  PASSWORD_UNCHANGED: 'The new password is the current one.',
  CURRENT_PASSWORD_REQUIRED: 'The password was proved too long ago for this change: send `currentPassword` with it.',
};

/** The codes, as the schema has them. */
export const ValidationCode = builder.enumType('ValidationCode', {
  description: 'Which rule a field breaks.',
  values: Object.fromEntries(VALIDATION_CODES.map((code) => [code, { description: DESCRIPTIONS[code] }])) as Record<
    (typeof VALIDATION_CODES)[number],
    { description: string }
  >,
});

/** An issue, as the schema has it. */
export const ValidationIssueType = builder.objectRef<ValidationIssue>('ValidationIssue').implement({
  description: 'One field that breaks one rule.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'The name of the input’s field.' }),
    code: t.expose('code', { type: ValidationCode, description: 'The rule, for programs.' }),
    message: t.exposeString('message', { description: 'The rule, in a sentence that a person may read.' }),
    limit: t.exposeInt('limit', { nullable: true, description: 'The number that the rule speaks of, if it has one.' }),
  }),
});

builder.objectType(ValidationFailed, {
  name: 'ValidationFailed',
  description: 'The input breaks rules. All of them are listed, and nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    issues: t.expose('issues', {
      type: [ValidationIssueType],
      description: 'Every rule that is broken, field by field.',
    }),
  }),
});
