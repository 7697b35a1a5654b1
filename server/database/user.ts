import { Prisma, type User as UserRow } from './generated/client.ts';

/** A user as the code sees one: never with the password. */
export type User = Omit<UserRow, 'password'>;

/** What a session must be held against, read together with the hash it was begun with. */
export type UserWithPassword = UserRow;

/** The columns of a User, as SQL. Derived from schema.prisma, so that a field added there arrives by itself. */
export const USER_COLUMNS = Object.values(Prisma.UserScalarFieldEnum)
  .filter((name) => name !== 'password')
  .map((name) => `"${name}"`)
  .join(', ');
