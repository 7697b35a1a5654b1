import { TooManyAttempts } from '../../accounts/errors.ts';
import { revokeOtherSessions } from '../../accounts/revoke-other-sessions.ts';
import { builder } from '../builder.ts';
import { userPayload } from '../types/user-payload.ts';

const RevokeOtherSessionsSuccess = userPayload(
  'RevokeOtherSessionsSuccess',
  'Every other session of the user has ended; the caller goes on with a new one.',
);

builder.mutationField('revokeOtherSessions', (t) =>
  t.field({
    type: RevokeOtherSessionsSuccess,
    authenticated: true,
    description: 'Signs the viewer out everywhere else.',
    errors: { types: [TooManyAttempts], union: { description: 'What `revokeOtherSessions` answers.' } },
    resolve: async (_root, _args, context) => {
      const viewer = await context.requireViewer();
      const { user, ...continued } = await revokeOtherSessions(context.services, viewer, context.caller);
      context.continueSession(continued, user, viewer.sessionEpoch);
      return { user };
    },
  }),
);
