import type { User } from '../database/user.ts';
import type { BegunSession } from '../sessions/sessions.ts';
import type { SessionToken } from '../sessions/token.ts';
import { beginSession } from './begin-session.ts';
import type { Caller } from './caller.ts';
import { InvalidCredentials } from './errors.ts';
import { requireInTime } from './in-time.ts';
import { provePasswordOf } from './prove-password.ts';
import type { Services } from './services.ts';
import { upgradeHash } from './upgrade-hash.ts';

export interface LoginInput {
  username: string;
  password: string;
  remember: boolean;
}

/**
 * Proves a password and begins a session under a new token; the one that the caller came with ends.
 * @throws {InvalidCredentials | TooManyAttempts}
 */
export async function login(
  services: Services,
  previous: SessionToken | null,
  { username, password, remember }: LoginInput,
  caller: Caller,
): Promise<{ user: User } & BegunSession> {
  const proved = await provePasswordOf(services, username, password, caller);
  requireInTime(caller.answerBy);
  const user = await recordLogin(services, proved);
  requireInTime(caller.answerBy);
  const begun = await beginSession(services, user, remember, caller);
  await endPrevious(services, previous, begun);
  await upgradeHash(services, proved, password, caller);
  services.events.emit({ type: 'loggedIn', userId: user.id, username: user.username, remembered: remember }, caller);
  return { user, ...begun };
}

/** If the old session can't be ended, the new one doesn't begin: the person stays signed in as they were. */
async function endPrevious({ sessions }: Services, previous: SessionToken | null, begun: BegunSession): Promise<void> {
  if (previous) {
    await sessions.end(previous).catch(async (error: unknown) => {
      await sessions.end(begun.token).catch(() => undefined);
      throw error;
    });
  }
}

/** Only while the epoch is the one that was read with the hash: a password changed meanwhile is no longer proved. */
async function recordLogin({ database, clock }: Services, { id, sessionEpoch }: User): Promise<User> {
  const [user] = await database.prisma.user.updateManyAndReturn({
    where: { id, sessionEpoch, isActive: true },
    data: { lastLogin: new Date(clock()) },
  });
  if (!user) {
    throw new InvalidCredentials();
  }
  return user;
}
