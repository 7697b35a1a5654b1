import type { User } from '../database/user.ts';
import type { Session } from '../sessions/session.ts';
import type { SessionToken } from '../sessions/token.ts';
import type { Services } from './services.ts';

/** The person who is signed in, read afresh, and the session that says so. */
export interface Viewer extends User {
  readonly session: Session;
}

/**
 * Finds who a token belongs to. A session whose epoch isn't the user's own is dead, whatever the session store says:
 * that is what makes a password change or a deletion final.
 */
export async function findViewer(services: Services, token: SessionToken): Promise<Viewer | null> {
  const session = await services.sessions.find(token);
  if (!session) {
    return null;
  }
  const user = await services.users(session.userId);
  if (!user?.isActive || user.sessionEpoch !== session.epoch) {
    return null;
  }
  await services.sessions.touch(session);
  return { ...user, session };
}
