import type { Session } from '../sessions/session.ts';
import { publicIdOf } from '../sessions/token.ts';
import type { Caller } from './caller.ts';
import type { Services } from './services.ts';

/**
 * Ends a user's oldest sessions where another one has begun than they may have. The login doesn't wait for it, and a
 * store's fault leaves one too many, until the next login.
 */
export function endOldestSessions(services: Services, begun: Session, caller: Caller): void {
  // Once the answer is on its way.
  setImmediate(endOldest, services, begun, caller);
}

async function endOldest({ sessions, events, log }: Services, begun: Session, caller: Caller): Promise<void> {
  try {
    for (const { id, userId } of await sessions.endOldest(begun)) {
      events.emit({ type: 'sessionRevoked', userId, sessionId: publicIdOf(id) }, caller);
    }
  } catch (error) {
    const { requestId } = caller;
    log.warn({ error, userId: begun.userId, requestId }, 'the oldest sessions could not be ended');
  }
}
