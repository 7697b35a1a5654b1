import type { Events } from './events.ts';

/**
 * Your own listeners, one a line: `events.on('signedUp', ({ userId }) => sendWelcome(userId));`. Called once, when the
 * service is made.
 */
export function listen(_events: Events): void {
  // Nobody listens yet but the log.
}
