import { builder } from '../builder.ts';
import { PasswordPolicyType } from '../types/password-policy.ts';

builder.queryField('passwordPolicy', (t) =>
  t.field({
    type: PasswordPolicyType,
    description: 'What a new password must be, to show beside the field it is typed into.',
    resolve: (_root, _args, context) => context.services.passwordPolicy,
  }),
);
