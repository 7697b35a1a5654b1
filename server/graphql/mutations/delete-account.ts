import { deleteAccount } from '../../accounts/delete-account.ts';
import { InvalidCredentials, TooManyAttempts } from '../../accounts/errors.ts';
import { builder } from '../builder.ts';

const DeleteAccountInput = builder.inputType('DeleteAccountInput', {
  description: 'The proof that it is meant.',
  fields: (t) => ({
    password: t.string({ required: true, description: 'The password that is in force.' }),
  }),
});

const DeleteAccountSuccess = builder.objectRef<{ id: string }>('DeleteAccountSuccess').implement({
  description: 'The account is gone, with every session of it.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id that the account had.' }) }),
});

builder.mutationField('deleteAccount', (t) =>
  t.field({
    type: DeleteAccountSuccess,
    authenticated: true,
    credential: true,
    description: 'Deletes the account and signs it out everywhere. This can’t be undone.',
    errors: { types: [InvalidCredentials, TooManyAttempts], union: { description: 'What `deleteAccount` answers.' } },
    args: { input: t.arg({ type: DeleteAccountInput, required: true, description: 'The password.' }) },
    resolve: async (_root, { input }, context) => {
      const viewer = await context.requireViewer();
      const deleted = await deleteAccount(context.services, viewer, input.password, context.caller);
      context.dropSession();
      return deleted;
    },
  }),
);
