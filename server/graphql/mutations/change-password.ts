import { changePassword } from '../../accounts/change-password.ts';
import { InvalidCredentials, TooManyAttempts, ValidationFailed } from '../../accounts/errors.ts';
import { builder } from '../builder.ts';
import { userPayload } from '../types/user-payload.ts';

const ChangePasswordInput = builder.inputType('ChangePasswordInput', {
  description: 'The password that was, and the one that shall be.',
  fields: (t) => ({
    currentPassword: t.string({ required: true, description: 'The password that is in force.' }),
    newPassword: t.string({ required: true, description: 'What it must be is in `passwordPolicy`.' }),
    newPasswordConfirmation: t.string({ required: true, description: 'The new password again.' }),
  }),
});

const ChangePasswordSuccess = userPayload(
  'ChangePasswordSuccess',
  'The password was changed. Every other session of the user has ended; the caller has a new one.',
);

builder.mutationField('changePassword', (t) =>
  t.field({
    type: ChangePasswordSuccess,
    authenticated: true,
    credential: true,
    description: 'Changes the password and signs out every other device; the caller stays signed in.',
    errors: {
      types: [ValidationFailed, InvalidCredentials, TooManyAttempts],
      union: { description: 'What `changePassword` answers.' },
    },
    args: { input: t.arg({ type: ChangePasswordInput, required: true, description: 'The old and the new one.' }) },
    resolve: async (_root, { input }, context) => {
      const viewer = await context.requireViewer();
      const { user, ...begun } = await changePassword(context.services, viewer, input, context.caller);
      context.carrySession(begun, user);
      return { user };
    },
  }),
);
