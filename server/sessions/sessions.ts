import { LRUCache } from 'lru-cache';
import type { Clock } from '../time.ts';
import { expiryOf, lifetimeOf, type Session, TOUCH_INTERVAL } from './session.ts';
import type { SessionStore } from './session-store.ts';
import { generateSessionToken, type SessionId, type SessionToken, sessionIdOf } from './token.ts';

/** A session that has just begun, with the only copy of its token. */
export interface BegunSession {
  readonly token: SessionToken;
  readonly session: Session;
}

/** What a new session is begun with. */
export interface SessionStart {
  userId: string;
  /** The epoch read together with the hash that was verified. */
  epoch: string;
  remembered: boolean;
  userAgent: string;
  address: string;
}

const LONGEST_USER_AGENT = 512;

export type Sessions = ReturnType<typeof createSessions>;

/** Sessions on a store: tokens, expiry and touching. Whether the epoch still holds is the viewer's question. */
export function createSessions(store: SessionStore, clock: Clock) {
  const touched = new LRUCache<SessionId, number>({ max: 10_000 });

  async function end(token: SessionToken): Promise<boolean> {
    const session = await store.delete(sessionIdOf(token));
    return session !== null && clock() < expiryOf(session);
  }

  return {
    /** Begins a session under a new token. Nothing that a client sent is ever adopted as one. */
    async begin(start: SessionStart): Promise<BegunSession> {
      const token = generateSessionToken();
      const now = clock();
      const session: Session = {
        ...start,
        userAgent: start.userAgent.slice(0, LONGEST_USER_AGENT),
        id: sessionIdOf(token),
        beganAt: now,
        lastSeenAt: now,
        provedAt: now,
        endsAt: now + lifetimeOf(start.remembered).absolute,
      };
      await store.create(session);
      return { token, session };
    },

    /** The session that a token opens; null where it is unknown or past its idle or absolute end. */
    async find(token: SessionToken): Promise<Session | null> {
      const session = await store.find(sessionIdOf(token));
      return session && clock() < expiryOf(session) ? session : null;
    },

    /** Notes that a session is in use, at most once a minute. */
    async touch(session: Session): Promise<void> {
      const now = clock();
      // A page that asks ten things at once found ten times the same old record.
      const lastTouch = Math.max(session.lastSeenAt, touched.get(session.id) ?? 0);
      if (now - lastTouch >= TOUCH_INTERVAL) {
        touched.set(session.id, now);
        await store.touch({ ...session, lastSeenAt: now });
      }
    },

    /** Ends one session; true if there was one. */
    end,

    /** Ends a user's sessions on every device: all, or all that don't carry the epoch that is alive. */
    endAllOfUser: (userId: string, livingEpoch: string | null): Promise<void> =>
      store.deleteAllOfUser(userId, livingEpoch),

    /** Removes expired records from a store that doesn't do so by itself. */
    sweep: (): Promise<void> => store.sweep(clock()),
  };
}
