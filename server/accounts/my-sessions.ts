import type { Session } from '../sessions/session.ts';
import type { Services } from './services.ts';
import type { Viewer } from './viewer.ts';

/** The viewer's own sessions, on every device: this one first, then by when they were last used. */
export async function mySessions({ sessions }: Services, viewer: Viewer): Promise<Session[]> {
  const all = await sessions.listOfUser(viewer.id, viewer.sessionEpoch);
  const isCurrent = ({ id }: Session) => id === viewer.session.id;
  return [...all.filter(isCurrent), ...all.filter((session) => !isCurrent(session))];
}
