import { randomUUID } from 'node:crypto';
import type { User } from '../database/user.ts';
import type { BegunSession } from '../sessions/sessions.ts';
import { continueSessionAfter, dropDeadSessions } from './begin-session.ts';
import type { Caller } from './caller.ts';
import { requireInTime } from './in-time.ts';
import type { Services } from './services.ts';
import { SessionEnded } from './update-profile.ts';
import type { Viewer } from './viewer.ts';

/**
 * Ends every session of the viewer's but this one, for good: the epoch is replaced, and this session goes on under the
 * new one and a new token. @throws {SessionEnded | SessionNotStored}
 */
export async function revokeOtherSessions(
  services: Services,
  viewer: Viewer,
  caller: Caller,
): Promise<{ user: User } & BegunSession> {
  requireInTime(caller.answerBy);
  const [user] = await services.database.prisma.user.updateManyAndReturn({
    where: { id: viewer.id, sessionEpoch: viewer.sessionEpoch, isActive: true },
    data: { sessionEpoch: randomUUID() },
  });
  if (!user) {
    throw new SessionEnded('the session ended meanwhile');
  }
  services.events.emit({ type: 'sessionRevoked', userId: user.id, sessionId: null }, caller);
  dropDeadSessions(services, user.id, user.sessionEpoch);
  return { user, ...(await continueSessionAfter('sessionsRevoked', services, user, viewer.session, caller)) };
}
