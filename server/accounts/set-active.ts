import { randomUUID } from 'node:crypto';
import type { Services } from './services.ts';

/**
 * Lets somebody in again, or keeps them out; answers whether that changed anything. The epoch is replaced in the same
 * statement, either way: a session from before must not come alive when the account is active again.
 */
export async function setActive(
  { database }: Pick<Services, 'database'>,
  id: string,
  isActive: boolean,
): Promise<boolean> {
  const { count } = await database.prisma.user.updateMany({
    where: { id, isActive: !isActive },
    data: { isActive, sessionEpoch: randomUUID() },
  });
  return count > 0;
}
