import type { Logger } from 'pino';
import type { Clock } from '../time.ts';
import type { AccountEvent, AccountEventType, EventOf, EventOrigin } from './event.ts';

/** Hears of events of one type. What it throws or how long it takes is nobody else's concern. */
export type Listener<Type extends AccountEventType> = (event: EventOf<Type>) => unknown;

/** One of those, whatever its type: it is kept under that, and called with no other event. */
type AnyListener = (event: never) => unknown;

export type Events = ReturnType<typeof createEvents>;

/**
 * What happened, for whoever listens. Listeners are called after the request has gone on, each for itself: a slow one
 * or one that throws can't hurt it. Each event is one line of the log.
 */
export function createEvents(log: Logger, clock: Clock) {
  const listeners = new Map<AccountEventType, Set<AnyListener>>();

  async function deliver(event: EventOf<AccountEventType>, listener: AnyListener): Promise<void> {
    try {
      await listener(event as never);
    } catch (error) {
      log.error({ error, type: event.type, requestId: event.requestId }, 'a listener failed');
    }
  }

  return {
    /** Listens: `events.on('signedUp', ({ userId }) => welcome(userId))`. Answers how to stop. */
    on<Type extends AccountEventType>(type: Type, listener: Listener<Type>): () => void {
      const ofType = listeners.get(type) ?? new Set();
      listeners.set(type, ofType.add(listener));
      return () => void ofType.delete(listener);
    },

    /** Tells what happened. Never throws and never waits. */
    emit(happened: AccountEvent, { address, userAgent, requestId }: EventOrigin): void {
      const event = { ...happened, at: new Date(clock()), address, userAgent, requestId } as EventOf<AccountEventType>;
      const { type, at: _, ...details } = event;
      log.info({ event: type, outcome: FAILURES.has(type) ? 'failure' : 'success', ...details }, SENTENCES[type]);
      for (const listener of listeners.get(type) ?? []) {
        setImmediate(() => void deliver(event, listener));
      }
    },
  };
}

/** How the log says it. */
const SENTENCES: Record<AccountEventType, string> = {
  signedUp: 'signed up',
  loggedIn: 'logged in',
  loginFailed: 'a password was refused',
  loggedOut: 'logged out',
  passwordChanged: 'password changed',
  profileUpdated: 'profile updated',
  accountDeleted: 'account deleted',
  sessionRevoked: 'session revoked',
  hashUpgraded: 'hash upgraded',
  limited: 'an attempt was refused: the allowance is used up',
  refused: 'what was sent was refused',
  originRefused: 'a page of another site was refused',
};

/** Every type there is. */
export const EVENT_TYPES = Object.keys(SENTENCES) as AccountEventType[];

const FAILURES: ReadonlySet<AccountEventType> = new Set([
  'loginFailed',
  'limited',
  'refused',
  'originRefused',
] as const);
