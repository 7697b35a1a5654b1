import { DAY, HOUR, MINUTE } from '../time.ts';
import type { SessionId } from './token.ts';

/** A session as it is stored. Times are milliseconds since the epoch. */
export interface Session {
  readonly id: SessionId;
  readonly userId: string;
  /** `User.sessionEpoch` as it was read together with the password that was verified. */
  readonly epoch: string;
  readonly beganAt: number;
  readonly lastSeenAt: number;
  /** When the password was last proved in this session. */
  readonly provedAt: number;
  /** The absolute end, fixed when the session begins. */
  readonly endsAt: number;
  readonly remembered: boolean;
  readonly userAgent: string;
  readonly address: string;
}

/** How long a session lives without being used, and how long at the most. */
export interface Lifetime {
  idle: number;
  absolute: number;
}

/** By whether the person asked to be remembered. NIST SP 800-63B-4, 2.1.3: at most 30 days at AAL1. */
export const LIFETIMES: { browser: Lifetime; remembered: Lifetime } = {
  browser: { idle: 12 * HOUR, absolute: 7 * DAY },
  remembered: { idle: 14 * DAY, absolute: 30 * DAY },
};

/** The longest that any session can live. */
export const LONGEST_LIFETIME = Math.max(LIFETIMES.browser.absolute, LIFETIMES.remembered.absolute);

/** A session that is used is written at most this often. */
export const TOUCH_INTERVAL = MINUTE;

export function lifetimeOf(remembered: boolean): Lifetime {
  return remembered ? LIFETIMES.remembered : LIFETIMES.browser;
}

/** When the session ends if it isn't used again: the idle or the absolute end, whichever comes first. */
export function expiryOf(session: Session): number {
  return Math.min(session.lastSeenAt + lifetimeOf(session.remembered).idle, session.endsAt);
}
