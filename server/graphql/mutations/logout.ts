import { logout } from '../../accounts/logout.ts';
import { builder } from '../builder.ts';

builder.mutationField('logout', (t) =>
  t.boolean({
    description: 'Ends this session. True if there was one; false, and no error, for an anonymous visitor.',
    resolve: async (_root, _args, context) => {
      const ended = await logout(context.services, context.token, context.caller);
      context.dropSession();
      return ended;
    },
  }),
);
