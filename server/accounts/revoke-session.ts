import { type PublicSessionId, publicIdOf } from '../sessions/token.ts';
import type { Caller } from './caller.ts';
import { SessionNotFound } from './errors.ts';
import { requireInTime } from './in-time.ts';
import { mySessions } from './my-sessions.ts';
import type { Services } from './services.ts';
import type { Viewer } from './viewer.ts';

/**
 * Ends one of the viewer's sessions, by its public id. Among their own alone is looked for it: somebody else's is as
 * unknown as one that never was.
 * @throws {SessionNotFound}
 */
export async function revokeSession(
  services: Services,
  viewer: Viewer,
  id: PublicSessionId,
  caller: Caller,
): Promise<{ id: PublicSessionId; wasCurrent: boolean }> {
  const session = (await mySessions(services, viewer)).find((one) => publicIdOf(one.id) === id);
  requireInTime(caller.answerBy);
  if (!session || !(await services.sessions.endById(session.id))) {
    throw new SessionNotFound();
  }
  services.events.emit({ type: 'sessionRevoked', userId: viewer.id, sessionId: id }, caller);
  return { id, wasCurrent: session.id === viewer.session.id };
}
