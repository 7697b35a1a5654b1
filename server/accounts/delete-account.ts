import { dropDeadSessions } from './begin-session.ts';
import type { Caller } from './caller.ts';
import { InvalidCredentials } from './errors.ts';
import { requireInTime } from './in-time.ts';
import { provePasswordAgain, whereStillProved } from './prove-password.ts';
import type { Services } from './services.ts';
import { tellPasswordRefused } from './tell-refusals.ts';
import type { Viewer } from './viewer.ts';

/**
 * Deletes the account, the row first: without it no session of the user's is alive, whatever the session store says.
 * @throws {InvalidCredentials | TooManyAttempts}
 */
export async function deleteAccount(
  services: Services,
  viewer: Viewer,
  password: string,
  caller: Caller,
): Promise<{ id: string }> {
  const proved = await provePasswordAgain(services, viewer, password, caller);
  requireInTime(caller.answerBy);
  // Only where the password is still the one that was verified: it may have been changed meanwhile.
  const { count } = await services.database.prisma.user.deleteMany({ where: whereStillProved(proved) });
  if (count === 0) {
    tellPasswordRefused(services, proved, caller);
    throw new InvalidCredentials('The password is wrong.');
  }
  services.events.emit({ type: 'accountDeleted', userId: proved.id, username: proved.username }, caller);
  dropDeadSessions(services, proved.id, null, caller);
  return { id: proved.id };
}
