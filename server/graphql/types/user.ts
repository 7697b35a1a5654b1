import type { User as UserRow } from '../../database/user.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';

const PRIVATE = 'Private: null unless the viewer is this user or staff.';

/** An account. Private fields answer null to strangers, so that a team may expose `author: User` without leaking. */
export const User = builder.prismaObject('User', {
  description: 'A person with an account.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'A UUID; never used again after the account is deleted.' }),
    username: t.exposeString('username', { description: 'Unique without regard to letter case.' }),
    firstName: t.exposeString('firstName', { description: 'Empty where it isn’t given.' }),
    lastName: t.exposeString('lastName', { description: 'Empty where it isn’t given.' }),
    dateJoined: t.expose('dateJoined', { type: 'DateTime', description: 'When the account was created.' }),
    email: t.string({
      nullable: true,
      description: `The e-mail address, not verified. ${PRIVATE}`,
      resolve: async (user, _args, context) => ((await maySeePrivate(context, user)) ? user.email : null),
    }),
    isStaff: t.boolean({
      nullable: true,
      description: `Whether the user is staff. ${PRIVATE}`,
      resolve: async (user, _args, context) => ((await maySeePrivate(context, user)) ? user.isStaff : null),
    }),
    isSuperuser: t.boolean({
      nullable: true,
      description: `Whether the user has every permission. ${PRIVATE}`,
      resolve: async (user, _args, context) => ((await maySeePrivate(context, user)) ? user.isSuperuser : null),
    }),
    lastLogin: t.field({
      type: 'DateTime',
      nullable: true,
      description: `When the user last signed up or logged in. ${PRIVATE}`,
      resolve: async (user, _args, context) => ((await maySeePrivate(context, user)) ? user.lastLogin : null),
    }),
  }),
});

async function maySeePrivate(context: Context, user: UserRow): Promise<boolean> {
  const viewer = await context.findViewer();
  return viewer !== null && (viewer.id === user.id || viewer.isStaff);
}
