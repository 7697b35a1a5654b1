import type { Session } from './session.ts';
import type { SessionId } from './token.ts';

/** A session can't begin, because its user is there no more. */
export class UserGone extends Error {
  override readonly name = 'UserGone';
}

/** A session can't go on, because it has ended meanwhile. */
export class SessionGone extends Error {
  override readonly name = 'SessionGone';
}

/** Where sessions are kept: in Redis or in the database. Every method rejects while the store is away. */
export interface SessionStore {
  /** @throws {UserGone} where the store knows that there is no such user */
  create(session: Session): Promise<void>;
  /** May still answer an expired record; the caller checks. */
  find(id: SessionId): Promise<Session | null>;
  /** A user's sessions, in any order; may hold expired ones and ones of an epoch that is past. */
  findAllOfUser(userId: string): Promise<Session[]>;
  /** Writes a session's `lastSeenAt`. Never brings back one that has ended meanwhile. */
  touch(session: Session): Promise<void>;
  /** Ends a session and answers what it was; null where there was none. */
  delete(id: SessionId): Promise<Session | null>;
  /** Ends a user's sessions: all of them, or those of an epoch that has ended. */
  deleteAllOfUser(userId: string, endedEpoch: string | null): Promise<void>;
  /** Removes what has expired, where the store doesn't do so by itself. */
  sweep(now: number): Promise<void>;
}
