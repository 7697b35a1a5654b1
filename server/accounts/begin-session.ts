import type { User } from '../database/user.ts';
import { withDeadline } from '../deadline.ts';
import type { Session } from '../sessions/session.ts';
import { SessionGone, UserGone } from '../sessions/session-store.ts';
import type { BegunSession } from '../sessions/sessions.ts';
import type { Caller } from './caller.ts';
import { InvalidCredentials } from './errors.ts';
import { MARGIN } from './in-time.ts';
import type { Services } from './services.ts';
import { SessionEnded } from './session-ended.ts';
import { tellPasswordRefused } from './tell-refusals.ts';

/** What was asked for is done and stays done, but the session that should follow couldn't be stored in time. */
export class SessionNotStored extends Error {
  override readonly name = 'SessionNotStored';
  readonly done: 'accountCreated' | 'passwordChanged' | 'sessionsRevoked';

  constructor(done: SessionNotStored['done'], cause?: unknown) {
    super('the session could not be stored', { cause });
    this.done = done;
  }
}

/**
 * Begins a session for a user whose password was proved. It carries the epoch that was read together with the hash:
 * a password changed meanwhile leaves it dead. @throws {InvalidCredentials} where the account was deleted meanwhile
 */
export async function beginSession(
  { sessions }: Services,
  { id, sessionEpoch }: User,
  remembered: boolean,
  { userAgent, address }: Caller,
): Promise<BegunSession> {
  try {
    return await sessions.begin({ userId: id, epoch: sessionEpoch, remembered, userAgent, address });
  } catch (error) {
    throw error instanceof UserGone ? new InvalidCredentials() : error;
  }
}

/** The same after a change that is committed already: a fault, or a store that is slow, tells what was done. */
export async function beginSessionAfter(
  done: SessionNotStored['done'],
  services: Services,
  user: User,
  remembered: boolean,
  caller: Caller,
): Promise<BegunSession> {
  const beginning = beginSession(services, user, remembered, caller).catch((error: unknown) => {
    if (error instanceof InvalidCredentials) {
      tellPasswordRefused(services, user, caller);
    }
    throw error;
  });
  return storedInTime(done, beginning, caller);
}

/** The same for a session that goes on under the user's new epoch. */
export async function continueSessionAfter(
  done: SessionNotStored['done'],
  { sessions }: Services,
  user: User,
  session: Session,
  caller: Caller,
): Promise<BegunSession> {
  const continued = sessions.continueUnder(user.sessionEpoch, session).catch((error: unknown) => {
    throw error instanceof SessionGone ? new SessionEnded(error.message) : error;
  });
  return storedInTime(done, continued, caller);
}

function storedInTime(
  done: SessionNotStored['done'],
  storing: Promise<BegunSession>,
  { answerBy }: Caller,
): Promise<BegunSession> {
  const stored = storing.catch((error: unknown) => {
    const isAnswer = error instanceof InvalidCredentials || error instanceof SessionEnded;
    throw isAnswer ? error : new SessionNotStored(done, error);
  });
  return withDeadline(stored, answerBy - MARGIN - performance.now(), () => {
    throw new SessionNotStored(done);
  });
}

/**
 * Ends the sessions of an epoch that is gone, or all of a user who is (null). They are dead already: what the store still
 * holds of them is only untidy. So nobody waits for it, and a fault is logged and undoes nothing. Named by the epoch that
 * has ended and not by the living one: by the time it is done, that may have ended, too, and another one begun.
 */
export function dropDeadSessions(
  { sessions, log }: Services,
  userId: string,
  endedEpoch: string | null,
  { requestId }: Caller,
): void {
  sessions.endAllOfUser(userId, endedEpoch).catch((error: unknown) => {
    log.warn({ error, userId, requestId }, 'dead sessions could not be removed from the store');
  });
}
