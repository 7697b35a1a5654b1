import type { UserWithPassword } from '../database/user.ts';
import { withDeadline } from '../deadline.ts';
import type { Caller } from './caller.ts';
import { MARGIN, requireInTime } from './in-time.ts';
import type { Services } from './services.ts';

/**
 * Encodes a password anew that was just proved, where its hash is of another algorithm or work factor than new ones
 * are. Asked last, when the operation's own work is done: it is waited for only while the answer isn't due, and what
 * fails or comes too late is left to the next login.
 */
export async function upgradeHash(
  services: Services,
  proved: UserWithPassword,
  password: string,
  caller: Caller,
): Promise<void> {
  if (!services.passwords.isOutdated(proved.password)) {
    return;
  }
  const upgraded = replaceHash(services, proved, password, caller).catch((error: unknown) => {
    services.log.warn(
      { error, userId: proved.id, requestId: caller.requestId },
      'a hash was not upgraded; the next login tries again',
    );
  });
  await withDeadline(upgraded, caller.answerBy - MARGIN - performance.now(), () => undefined);
}

/**
 * Only where the hash is still the one that was verified, so that a password changed meanwhile stays changed. The epoch
 * stays, and with it every session: the password is the same.
 */
async function replaceHash(
  { database, passwords, events }: Services,
  { id, password: verified }: UserWithPassword,
  password: string,
  caller: Caller,
): Promise<void> {
  const encoded = await passwords.hash(password, caller.answerBy - MARGIN);
  requireInTime(caller.answerBy);
  const where = { id, password: verified };
  const { count } = await database.prisma.user.updateMany({ where, data: { password: encoded } });
  if (count > 0) {
    events.emit({ type: 'hashUpgraded', userId: id }, caller);
  }
}
