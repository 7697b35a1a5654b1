import type { User as UserRow } from '../../database/user.ts';
import { builder } from '../builder.ts';
import { User } from './user.ts';

/** A success whose payload is the user, as it is after the operation. */
export function userPayload(name: string, description: string) {
  return builder.objectRef<{ user: UserRow }>(name).implement({
    description,
    fields: (t) => ({
      user: t.field({ type: User, description: 'The user, as of now.', resolve: ({ user }) => user }),
    }),
  });
}
