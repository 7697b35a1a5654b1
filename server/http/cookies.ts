import type { Config } from '../config.ts';

/** The attributes that each of our cookies has (RFC 6265; OWASP session management). */
export interface CookieKind {
  /** With `__Host-` over TLS: set by this very host, for every path; no other subdomain can plant one. */
  name: string;
  attributes: string;
}

export function cookieKind(name: string, { publicUrl }: Pick<Config, 'publicUrl'>): CookieKind {
  const secure = publicUrl.protocol === 'https:';
  return {
    name: secure ? `__Host-${name}` : name,
    attributes: `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`,
  };
}

/** The values that a Cookie header has under a name: more than one where somebody planted another. */
export function valuesOf(header: string | undefined, name: string): string[] {
  const start = `${name}=`;
  const values: string[] = [];
  for (const pair of header?.split(';') ?? []) {
    const trimmed = pair.trim();
    if (trimmed.startsWith(start)) {
      values.push(trimmed.slice(start.length));
    }
  }
  return values;
}
