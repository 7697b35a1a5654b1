import { randomUUID } from 'node:crypto';
import type { User } from '../database/user.ts';
import type { BegunSession } from '../sessions/sessions.ts';
import { continueSessionAfter, dropDeadSessions } from './begin-session.ts';
import type { Caller } from './caller.ts';
import { requireInTime } from './in-time.ts';
import type { Services } from './services.ts';
import { SessionEnded } from './session-ended.ts';
import type { Viewer } from './viewer.ts';

/**
 * Ends every session of the viewer's but this one, for good: the epoch is replaced, and this session goes on under the
 * new one and a new token. Limited: whoever holds a stolen session could otherwise keep everybody else out with it.
 * @throws {TooManyAttempts | SessionEnded | SessionNotStored}
 */
export async function revokeOtherSessions(
  services: Services,
  viewer: Viewer,
  caller: Caller,
): Promise<{ user: User } & BegunSession> {
  const user = await services.attempts.guardRevocation(viewer.id, caller, () => replaceEpoch(services, viewer, caller));
  services.events.emit({ type: 'sessionRevoked', userId: user.id, sessionId: null }, caller);
  // First this one, which goes on; then the others are swept up.
  const continued = await continueSessionAfter('sessionsRevoked', services, user, viewer.session, caller);
  dropDeadSessions(services, user.id, viewer.sessionEpoch, caller);
  return { user, ...continued };
}

async function replaceEpoch({ database }: Services, viewer: Viewer, { answerBy }: Caller): Promise<User> {
  requireInTime(answerBy);
  const [user] = await database.prisma.user.updateManyAndReturn({
    where: { id: viewer.id, sessionEpoch: viewer.sessionEpoch, isActive: true },
    data: { sessionEpoch: randomUUID() },
  });
  if (!user) {
    throw new SessionEnded('the session ended meanwhile');
  }
  return user;
}
