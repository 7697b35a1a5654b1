import { Prisma } from '../database/generated/client.ts';
import type { ValidationIssue } from './errors.ts';
import type { Services } from './services.ts';
import { checkUsername, foldUsername } from './username.ts';

/** What a name that somebody else has is answered with. */
export const TAKEN: ValidationIssue = {
  field: 'username',
  code: 'USERNAME_TAKEN',
  message: 'This username is taken.',
};

/** Answers whether a name that breaks no rule is somebody's already, in any spelling. */
export async function checkTaken(
  { database }: Pick<Services, 'database'>,
  username: string,
): Promise<ValidationIssue[]> {
  if (checkUsername(username).length > 0) {
    return [];
  }
  const where = { usernameFolded: foldUsername(username) };
  return (await database.prisma.user.findUnique({ where, select: { id: true } })) ? [TAKEN] : [];
}

/** Of two accounts for one name at once, the unique column lets one through. */
export function isTakenNow(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
