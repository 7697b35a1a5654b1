import { randomUUID } from 'node:crypto';
import type { User } from '../database/user.ts';
import { NoSuchUser } from './require-user.ts';
import type { Services } from './services.ts';

/** Ends every session of a user, by a new epoch: whatever the session store says, none of them is alive. */
export async function revokeSessions(
  { database }: Pick<Services, 'database'>,
  { id, username }: Pick<User, 'id' | 'username'>,
): Promise<void> {
  const { count } = await database.prisma.user.updateMany({ where: { id }, data: { sessionEpoch: randomUUID() } });
  if (count === 0) {
    throw new NoSuchUser(username);
  }
}
