import type { User } from '../database/user.ts';
import type { BegunSession } from '../sessions/sessions.ts';
import type { Caller, Services } from './services.ts';

/** What was asked for is done and stays done, but the session that should follow couldn't be stored. */
export class SessionNotStored extends Error {
  override readonly name = 'SessionNotStored';
  readonly done: 'accountCreated' | 'passwordChanged';

  constructor(done: SessionNotStored['done'], cause: unknown) {
    super('the session could not be stored', { cause });
    this.done = done;
  }
}

/**
 * Begins a session for a user whose password was proved. It carries the epoch that was read together with the hash:
 * a password changed meanwhile leaves it dead.
 */
export function beginSession(
  { sessions }: Services,
  { id, sessionEpoch }: User,
  remembered: boolean,
  caller: Caller,
): Promise<BegunSession> {
  return sessions.begin({ userId: id, epoch: sessionEpoch, remembered, ...caller });
}

/** The same after a change that is committed already, so that a failure tells what was done. */
export function beginSessionAfter(
  done: SessionNotStored['done'],
  ...args: Parameters<typeof beginSession>
): Promise<BegunSession> {
  return beginSession(...args).catch((cause: unknown) => {
    throw new SessionNotStored(done, cause);
  });
}

/**
 * Ends every session of a user whose epoch or row is gone. They are dead already; what the store still holds of them
 * is only untidy, so its fault is logged and doesn't undo what was done.
 */
export async function dropDeadSessions({ sessions, log }: Services, userId: string): Promise<void> {
  await sessions.endAllOfUser(userId).catch((error: unknown) => {
    log.warn({ error, userId }, 'dead sessions could not be removed from the store');
  });
}
