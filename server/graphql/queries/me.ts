import { builder } from '../builder.ts';
import { User } from '../types/user.ts';

builder.queryField('me', (t) =>
  t.field({
    type: User,
    nullable: true,
    description: 'The signed-in user, or null for an anonymous visitor. Never an authentication error.',
    resolve: (_root, _args, context) => context.findViewer(),
  }),
);
