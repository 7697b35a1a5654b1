import { checkPassword } from '../../accounts/check-password.ts';
import { TooManyAttempts, type ValidationIssue } from '../../accounts/errors.ts';
import { builder } from '../builder.ts';
import { ValidationIssueType } from '../types/validation.ts';

const CheckPasswordInput = builder.inputType('CheckPasswordInput', {
  description: 'A password that somebody thinks of, and what it must not resemble.',
  fields: (t) => ({
    password: t.string({ required: true, description: 'The password, as far as it is typed.' }),
    username: t.string({ description: 'The username that it is for.' }),
    email: t.string({ description: 'The e-mail address that it is for.' }),
    firstName: t.string({ description: 'The person’s first name.' }),
    lastName: t.string({ description: 'The person’s last name.' }),
  }),
});

const CheckPasswordSuccess = builder.objectRef<{ unmet: ValidationIssue[] }>('CheckPasswordSuccess').implement({
  description: 'The password was compared with the policy.',
  fields: (t) => ({
    unmet: t.expose('unmet', {
      type: [ValidationIssueType],
      description: 'Every rule that it breaks; of `passwordPolicy`’s rules, those that aren’t here are met.',
    }),
  }),
});

builder.mutationField('checkPassword', (t) =>
  t.field({
    type: CheckPasswordSuccess,
    credential: true,
    description:
      'Tells which rules a password would break, while it is typed; a signed-in viewer’s own names count, too. Changes nothing, and is a mutation so that nothing caches a password or puts it into a URL.',
    errors: {
      types: [TooManyAttempts],
      union: { description: 'What `checkPassword` answers.' },
    },
    args: { input: t.arg({ type: CheckPasswordInput, required: true, description: 'The password to compare.' }) },
    resolve: async (_root, { input }, context) => {
      const viewer = await context.findViewer();
      return { unmet: await checkPassword(context.services, viewer, input, context.caller) };
    },
  }),
);
