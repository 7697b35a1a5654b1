import type { PasswordPolicy } from '../../passwords/policy.ts';
import type { PasswordRule } from '../../passwords/rules.ts';
import { builder } from '../builder.ts';
import { ValidationCode } from './validation.ts';

const PasswordRuleType = builder.objectRef<PasswordRule>('PasswordRule').implement({
  description: 'One thing that a new password must be.',
  fields: (t) => ({
    code: t.expose('code', {
      type: ValidationCode,
      description: 'What a password that breaks the rule is refused by.',
    }),
    help: t.exposeString('help', { description: 'The rule, in words for a person who is choosing a password.' }),
    limit: t.exposeInt('limit', { nullable: true, description: 'The number that the rule speaks of, if it has one.' }),
  }),
});

/** What a new password must be, for any client's form to show. */
export const PasswordPolicyType = builder.objectRef<Pick<PasswordPolicy, 'rules'>>('PasswordPolicy').implement({
  description: 'What a new password must be. There are no rules about kinds of characters.',
  fields: (t) => ({
    rules: t.expose('rules', { type: [PasswordRuleType], description: 'Every rule, in the order to show them in.' }),
  }),
});
