import type { Config } from '../config.ts';
import type { BegunSession } from '../sessions/sessions.ts';
import { isSessionToken, type SessionToken } from '../sessions/token.ts';
import { SECOND } from '../time.ts';
import { cookieKind, valuesOf } from './cookies.ts';

/** What a request's Cookie header says. */
export interface PresentedCookie {
  readonly token: SessionToken | null;
  /** A malformed or doubled cookie can't be anybody's, so the answer removes it. */
  readonly unusable: boolean;
}

export type SessionCookie = ReturnType<typeof createSessionCookie>;

/** How a session travels: an HttpOnly cookie that holds the token and nothing else. */
export function createSessionCookie(config: Pick<Config, 'publicUrl'>) {
  const { name, attributes } = cookieKind('gatehouse', config);

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
