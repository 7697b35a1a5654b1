import { randomUUID } from 'node:crypto';
import type { User } from '../database/user.ts';
import { refuseIfAny } from './errors.ts';
import { checkPasswordFields } from './new-password.ts';
import { personalTexts } from './personal-texts.ts';
import { NoSuchUser } from './require-user.ts';
import type { Services } from './services.ts';

/**
 * Gives somebody a new password without asking for the old one. Hash and epoch are replaced in one statement, so that
 * every session that the old password began is dead. @throws {ValidationFailed | NoSuchUser}
 */
export async function setPassword(
  { database, passwords, passwordPolicy }: Pick<Services, 'database' | 'passwords' | 'passwordPolicy'>,
  user: User,
  { password, confirmation }: { password: string; confirmation: string },
): Promise<void> {
  const about = personalTexts(user);
  refuseIfAny(checkPasswordFields(passwordPolicy, { field: 'password', password, confirmation, about }));
  const encoded = await passwords.hash(password, Number.POSITIVE_INFINITY);
  const { count } = await database.prisma.user.updateMany({
    where: { id: user.id },
    data: { password: encoded, sessionEpoch: randomUUID() },
  });
  if (count === 0) {
    throw new NoSuchUser(user.username);
  }
}
