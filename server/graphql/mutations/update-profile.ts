import { InvalidCredentials, TooManyAttempts, ValidationFailed } from '../../accounts/errors.ts';
import { PROFILE_FIELD_NAMES, PROFILE_FIELDS, type ProfileFieldName } from '../../accounts/profile-fields.ts';
import { updateProfile } from '../../accounts/update-profile.ts';
import { builder } from '../builder.ts';
import { userPayload } from '../types/user-payload.ts';

const UpdateProfileInput = builder.inputType('UpdateProfileInput', {
  description: 'What changes. A field that is absent stays as it is; null clears it.',
  fields: (t) => {
    const texts = PROFILE_FIELD_NAMES.map((name) => [
      name,
      t.string({ description: PROFILE_FIELDS[name].description }),
    ]);
    return {
      ...(Object.fromEntries(texts) as Record<ProfileFieldName, ReturnType<typeof t.string<false>>>),
      currentPassword: t.string({
        description: 'Needed for another e-mail address when the password was proved more than 15 minutes ago.',
      }),
    };
  },
});

const UpdateProfileSuccess = userPayload('UpdateProfileSuccess', 'The profile was changed.');

builder.mutationField('updateProfile', (t) =>
  t.field({
    type: UpdateProfileSuccess,
    authenticated: true,
    credential: true,
    description: 'Changes what a person may change about themselves.',
    errors: {
      types: [ValidationFailed, InvalidCredentials, TooManyAttempts],
      union: { description: 'What `updateProfile` answers.' },
    },
    args: { input: t.arg({ type: UpdateProfileInput, required: true, description: 'What changes.' }) },
    resolve: async (_root, { input }, context) => ({
      user: await updateProfile(context.services, await context.requireViewer(), input, context.caller),
    }),
  }),
);
