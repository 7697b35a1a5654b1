import { SessionNotFound } from '../../accounts/errors.ts';
import { revokeSession } from '../../accounts/revoke-session.ts';
import { builder } from '../builder.ts';

const RevokeSessionSuccess = builder.objectRef<{ id: string }>('RevokeSessionSuccess').implement({
  description: 'The session has ended; whoever held it is signed out.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id that the session had.' }) }),
});

builder.mutationField('revokeSession', (t) =>
  t.field({
    type: RevokeSessionSuccess,
    authenticated: true,
    description: 'Ends one of the viewer’s sessions. The one that asks is logged out by it.',
    errors: { types: [SessionNotFound], union: { description: 'What `revokeSession` answers.' } },
    args: { id: t.arg.id({ required: true, description: 'From `mySessions`.' }) },
    resolve: async (_root, { id }, context) => {
      const viewer = await context.requireViewer();
      const { wasCurrent, ...revoked } = await revokeSession(context.services, viewer, id, context.caller);
      if (wasCurrent) {
        context.dropSession();
      }
      return revoked;
    },
  }),
);
