import type { Session } from '../sessions/session.ts';
import { type PublicSessionId, publicIdOf } from '../sessions/token.ts';
import type { Caller } from './caller.ts';
import { SessionNotFound } from './errors.ts';
import { requireInTime } from './in-time.ts';
import { mySessions } from './my-sessions.ts';
import type { Services } from './services.ts';
import { tellRefusals } from './tell-refusals.ts';
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
  const attempt = { operation: 'revokeSession', userId: viewer.id, nameHash: null } as const;
  const session = await tellRefusals(services, attempt, caller, () => endOne(services, viewer, id, caller));
  services.events.emit({ type: 'sessionRevoked', userId: viewer.id, sessionId: id }, caller);
  return { id, wasCurrent: session.id === viewer.session.id };
}

async function endOne(services: Services, viewer: Viewer, id: PublicSessionId, { answerBy }: Caller): Promise<Session> {
  const session = (await mySessions(services, viewer)).find((one) => publicIdOf(one.id) === id);
  requireInTime(answerBy);
  if (!session || !(await services.sessions.endById(session.id))) {
    throw new SessionNotFound();
  }
  return session;
}
