import { LRUCache } from 'lru-cache';
import type { Lifetimes } from '../environment.ts';
import type { Clock } from '../time.ts';
import { DEFAULT_LIFETIMES, expiryOf, lifetimeOf, type Session, TOUCH_INTERVAL } from './session.ts';
import { SessionGone, type SessionStore } from './session-store.ts';
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

export interface SessionOptions {
  lifetimes?: Lifetimes;
  /** How many sessions a user may have; the oldest ends when another one begins. */
  mostPerUser?: number;
}

export type Sessions = ReturnType<typeof createSessions>;

/** Sessions on a store: tokens, expiry and touching. Whether the epoch still holds is the viewer's question. */
export function createSessions(store: SessionStore, clock: Clock, options: SessionOptions = {}) {
  const { lifetimes = DEFAULT_LIFETIMES, mostPerUser = Number.POSITIVE_INFINITY } = options;
  const touched = new LRUCache<SessionId, number>({ max: 10_000 });

  const isAlive = (session: Session): boolean => clock() < expiryOf(session, lifetimes);

  async function beginAs(session: Omit<Session, 'id'>): Promise<BegunSession> {
    const token = generateSessionToken();
    const stored = { ...session, id: sessionIdOf(token), userAgent: session.userAgent.slice(0, LONGEST_USER_AGENT) };
    await store.create(stored);
    return { token, session: stored };
  }

  async function listOfUser(userId: string, livingEpoch: string): Promise<Session[]> {
    const all = await store.findAllOfUser(userId);
    const alive = all.filter((session) => session.epoch === livingEpoch && isAlive(session));
    return alive.sort((one, other) => other.lastSeenAt - one.lastSeenAt);
  }

  async function endById(id: SessionId): Promise<Session | null> {
    const session = await store.delete(id);
    return session && isAlive(session) ? session : null;
  }

  return {
    /** Begins a session under a new token. Nothing that a client sent is ever adopted as one. */
    begin(start: SessionStart): Promise<BegunSession> {
      const now = clock();
      const endsAt = now + lifetimeOf(start.remembered, lifetimes).absolute;
      return beginAs({ ...start, beganAt: now, lastSeenAt: now, provedAt: now, endsAt });
    },

    /**
     * Goes on with a session under a new token and another epoch: nothing of it is prolonged, nor proved anew. The old
     * one is ended first, in one step, so that one that somebody ends at the same time doesn't live on.
     * @throws {SessionGone} where it has ended meanwhile
     */
    async continueUnder(epoch: string, { id, ...session }: Session): Promise<BegunSession> {
      if (!(await store.delete(id))) {
        throw new SessionGone('the session ended meanwhile');
      }
      return beginAs({ ...session, epoch, lastSeenAt: clock() });
    },

    /**
     * Ends the oldest sessions of a user, as many as are too many, and answers which. Several at once agree on which
     * those are, so that of logins in the same instant the right number is left.
     */
    async endOldest({ userId, epoch }: Session): Promise<Session[]> {
      const newestFirst = (await listOfUser(userId, epoch)).sort(
        (one, other) => other.beganAt - one.beganAt || (one.id < other.id ? -1 : 1),
      );
      const ended = await Promise.all(newestFirst.slice(mostPerUser).map(({ id }) => endById(id)));
      return ended.filter((session) => session !== null);
    },

    /** The session that a token opens; null where it is unknown or past its idle or absolute end. */
    async find(token: SessionToken): Promise<Session | null> {
      const session = await store.find(sessionIdOf(token));
      return session && isAlive(session) ? session : null;
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

    /** A user's sessions that carry the epoch that is alive; the one that was used last comes first. */
    listOfUser,

    /** When a session ends if it isn't used again, in milliseconds since 1970. */
    expiryOf: (session: Session): number => expiryOf(session, lifetimes),

    /** Ends the session that a token opens, and answers what it was; null where there was none. */
    end: (token: SessionToken): Promise<Session | null> => endById(sessionIdOf(token)),

    /** The same for a session that was listed. */
    endById,

    /** Ends a user's sessions on every device: all, or those of an epoch that has ended. */
    endAllOfUser: (userId: string, endedEpoch: string | null): Promise<void> =>
      store.deleteAllOfUser(userId, endedEpoch),

    /** Removes expired records from a store that doesn't do so by itself. */
    sweep: (): Promise<void> => store.sweep(clock()),
  };
}
