import type { SessionToken } from '../sessions/token.ts';
import type { Caller } from './caller.ts';
import { requireInTime } from './in-time.ts';
import type { Services } from './services.ts';

/** Ends a session. True if there was one; an anonymous visitor's logout is no error. */
export async function logout(
  { sessions, events }: Services,
  token: SessionToken | null,
  caller: Caller,
): Promise<boolean> {
  requireInTime(caller.answerBy);
  const ended = token && (await sessions.end(token));
  if (ended) {
    events.emit({ type: 'loggedOut', userId: ended.userId }, caller);
  }
  return ended !== null;
}
