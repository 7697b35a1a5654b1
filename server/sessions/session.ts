import type { Lifetime, Lifetimes } from '../environment.ts';
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

/** Where the configuration doesn't say otherwise. NIST SP 800-63B-4, 2.1.3: at most 30 days at AAL1. */
export const DEFAULT_LIFETIMES: Lifetimes = {
  browser: { idle: 12 * HOUR, absolute: 7 * DAY },
  remembered: { idle: 14 * DAY, absolute: 30 * DAY },
};

/** A session that is used is written at most this often. */
export const TOUCH_INTERVAL = MINUTE;

/** The lifetime of one kind of session. */
export function lifetimeOf(remembered: boolean, lifetimes: Lifetimes): Lifetime {
  return remembered ? lifetimes.remembered : lifetimes.browser;
}

/** When the session ends if it isn't used again: the idle or the absolute end, whichever comes first. */
export function expiryOf(session: Session, lifetimes: Lifetimes): number {
  return Math.min(session.lastSeenAt + lifetimeOf(session.remembered, lifetimes).idle, session.endsAt);
}
