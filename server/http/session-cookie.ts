import type { Config } from '../config.ts';
import type { BegunSession } from '../sessions/sessions.ts';
import { isSessionToken, type SessionToken } from '../sessions/token.ts';
import { SECOND } from '../time.ts';

/** What a request's Cookie header says. */
export interface PresentedCookie {
  readonly token: SessionToken | null;
  /** A malformed or doubled cookie can't be anybody's, so the answer removes it. */
  readonly unusable: boolean;
}

export type SessionCookie = ReturnType<typeof createSessionCookie>;

/** How a session travels: an HttpOnly cookie that holds the token and nothing else (RFC 6265; OWASP session management). */
export function createSessionCookie({ publicUrl }: Pick<Config, 'publicUrl'>) {
  const secure = publicUrl.protocol === 'https:';
  // __Host-: set by this very host, over TLS, for every path; no other subdomain can plant one.
  const name = secure ? '__Host-gatehouse' : 'gatehouse';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;

  return {
    name,

    read(header: string | undefined): PresentedCookie {
      const values = valuesOf(header, name);
      const [value] = values;
      if (value === undefined) {
        return { token: null, unusable: false };
      }
      const usable = values.length === 1 && isSessionToken(value);
      return { token: usable ? value : null, unusable: !usable };
    },

    /** Persistent where the person asked to be remembered; otherwise it goes with the browser's session. */
    set({ token, session }: BegunSession): string {
      const seconds = Math.floor((session.endsAt - session.lastSeenAt) / SECOND);
      return `${name}=${token}; ${attributes}${session.remembered ? `; Max-Age=${seconds}` : ''}`;
    },

    clear: (): string => `${name}=; ${attributes}; Max-Age=0`,
  };
}

function valuesOf(header: string | undefined, name: string): string[] {
  if (!header) {
    return [];
  }
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}
