import { USER_COLUMNS, type User, type UserWithPassword } from '../database/user.ts';
import type { BegunSession } from '../sessions/sessions.ts';
import type { SessionToken } from '../sessions/token.ts';
import { beginSession } from './begin-session.ts';
import type { Caller } from './caller.ts';
import { endOldestSessions } from './end-oldest-sessions.ts';
import { InvalidCredentials } from './errors.ts';
import { requireInTime, TooLate } from './in-time.ts';
import { provePasswordOf } from './prove-password.ts';
import type { Services } from './services.ts';
import { tellPasswordRefused } from './tell-refusals.ts';
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
  const { user, ...begun } = await recordAndBegin(services, proved, remember, caller);
  await endPrevious(services, previous, begun, caller);
  endOldestSessions(services, begun.session, caller);
  await upgradeHash(services, proved, password, caller);
  if (performance.now() >= caller.answerBy) {
    await takeBack(services, begun, caller);
    throw new TooLate('the answer was due before the session had begun');
  }
  services.events.emit({ type: 'loggedIn', userId: user.id, username: user.username, remembered: remember }, caller);
  return { user, ...begun };
}

/**
 * Both at once, for neither needs the other: a session is nobody's before its token is told, and one of an epoch that has
 * ended is dead. So it begins under the epoch that was read with the hash, and again where that is another one by now.
 */
async function recordAndBegin(
  services: Services,
  proved: UserWithPassword,
  remember: boolean,
  caller: Caller,
): Promise<{ user: User } & BegunSession> {
  const recording = recordLogin(services, proved);
  // pg sends the statement in the next tick, if a connection is free. Only then is the session put together: that takes longer.
  const beginning = nextTick().then(() => beginSession(services, proved, remember, caller));
  try {
    const [user, begun] = await Promise.all([recording, beginning]);
    if (user.sessionEpoch === proved.sessionEpoch) {
      return { user, ...begun };
    }
    // Everybody else was signed out meanwhile, but the password holds.
    await services.sessions.end(begun.token);
    return { user, ...(await beginSession(services, user, remember, caller)) };
  } catch (error) {
    await beginning.then(
      (begun) => takeBack(services, begun, caller),
      () => undefined,
    );
    if (error instanceof InvalidCredentials) {
      tellPasswordRefused(services, proved, caller);
    }
    throw error;
  }
}

function nextTick(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

/**
 * If the old session can't be ended, or the answer is due by now, the new one doesn't begin: the person stays signed in
 * as they were.
 */
async function endPrevious(
  services: Services,
  previous: SessionToken | null,
  begun: BegunSession,
  caller: Caller,
): Promise<void> {
  try {
    requireInTime(caller.answerBy);
    await (previous && services.sessions.end(previous));
  } catch (error) {
    await takeBack(services, begun, caller);
    throw error;
  }
}

/** Ends a session whose token nobody was told: where it stays, it opens nothing, but is listed until it expires. */
async function takeBack({ sessions, log }: Services, begun: BegunSession, { requestId }: Caller): Promise<void> {
  await sessions.end(begun.token).catch((error: unknown) => {
    log.warn({ error, userId: begun.session.userId, requestId }, 'a session that nobody was told of was not ended');
  });
}

/**
 * One statement, where Prisma would send three. Whose row it is, whereStillProved says for the others. Its commit doesn't
 * wait for the disk: a PostgreSQL that crashes within a second of it may forget when somebody was here, and no more.
 */
const RECORD_LOGIN = {
  name: 'record-login',
  text: `UPDATE "User" SET "lastLogin" = $1
    WHERE "id" = $2::uuid AND ("password" = $3 OR "sessionEpoch" = $4::uuid) AND "isActive"
      AND set_config('synchronous_commit', 'off', true) = 'off'
    RETURNING ${USER_COLUMNS}`,
};

/** Only while the password is still the one that was proved. */
async function recordLogin({ database, clock }: Services, proved: UserWithPassword): Promise<User> {
  const { id, password, sessionEpoch } = proved;
  const [user] = await database.rows<User>(RECORD_LOGIN, [new Date(clock()), id, password, sessionEpoch]);
  if (!user) {
    throw new InvalidCredentials();
  }
  return user;
}
