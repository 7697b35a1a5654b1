import type { Viewer } from '../../accounts/viewer.ts';
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
      resolve: (user, _args, context) => forOwnerAndStaff(context, user, user.email),
    }),
    isStaff: t.boolean({
      nullable: true,
      description: `Whether the user is staff. ${PRIVATE}`,
      resolve: (user, _args, context) => forOwnerAndStaff(context, user, user.isStaff),
    }),
    isSuperuser: t.boolean({
      nullable: true,
      description: `Whether the user has every permission. ${PRIVATE}`,
      resolve: (user, _args, context) => forOwnerAndStaff(context, user, user.isSuperuser),
    }),
    lastLogin: t.field({
      type: 'DateTime',
      nullable: true,
      description: `When the user last signed up or logged in. ${PRIVATE}`,
      resolve: (user, _args, context) => forOwnerAndStaff(context, user, user.lastLogin),
    }),
  }),
});

/** A private field's value, for those who may see it. Without a promise where the viewer is known: `me` asks four times. */
function forOwnerAndStaff<T>(context: Context, user: UserRow, value: T): T | null | Promise<T | null> {
  const viewer = context.knownViewer;
  return viewer === undefined
    ? context.findViewer().then((found) => (maySeePrivate(found, user) ? value : null))
    : maySeePrivate(viewer, user)
      ? value
      : null;
}

function maySeePrivate(viewer: Viewer | null, user: UserRow): boolean {
  return viewer !== null && (viewer.id === user.id || viewer.isStaff);
}
