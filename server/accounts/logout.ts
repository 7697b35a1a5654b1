import type { SessionToken } from '../sessions/token.ts';
import type { Services } from './services.ts';

/** Ends a session. True if there was one; an anonymous visitor's logout is no error. */
export async function logout({ sessions }: Services, token: SessionToken | null): Promise<boolean> {
  return token !== null && sessions.end(token);
}
