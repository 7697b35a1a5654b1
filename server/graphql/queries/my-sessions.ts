import { builder } from '../builder.ts';
import { Session } from '../types/session.ts';

builder.queryField('mySessions', (t) =>
  t.field({
    type: [Session],
    authenticated: true,
    description: 'Where the viewer is signed in: this device first, then by when it was last used.',
    resolve: (_root, _args, context) => context.mySessions(),
  }),
);
