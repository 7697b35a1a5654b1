import type { User } from '../database/user.ts';
import type { Services } from './services.ts';
import { checkUsername, foldUsername } from './username.ts';

/** Nobody has this name; the message says which. For whoever runs the service: no visitor is ever told. */
export class NoSuchUser extends Error {
  override readonly name = 'NoSuchUser';

  constructor(username: string) {
    super(`There is no user ${JSON.stringify(username)}.`);
  }
}

/** The user of a name, in whatever spelling. @throws {NoSuchUser} */
export async function requireUser({ database }: Pick<Services, 'database'>, username: string): Promise<User> {
  // PostgreSQL can't be asked for some of the names that break the rules.
  const isName = checkUsername(username).length === 0;
  const user = isName
    ? await database.prisma.user.findUnique({ where: { usernameFolded: foldUsername(username) } })
    : null;
  if (!user) {
    throw new NoSuchUser(username);
  }
  return user;
}
