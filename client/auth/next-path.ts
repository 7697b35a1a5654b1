/**
 * Where to go after a login: `next` if it is a path of this very site, otherwise `fallback`. Whoever writes a link to
 * the login page chooses `next`, so it is taken as a browser would read it: `//evil`, `/\evil`, `https:`, control
 * characters and dots that lead out are refused (CWE-601, open redirect).
 */
export function safeNextPath(next: string | null | undefined, origin: string, fallback = '/'): string {
  if (!next?.startsWith('/') || !URL.canParse(next, origin)) {
    return fallback;
  }
  const url = new URL(next, origin);
  const path = `${url.pathname}${url.search}${url.hash}`;
  // `/..//evil` stays on this origin as a URL, and would leave it as a path.
  return url.origin === origin && !path.startsWith('//') ? path : fallback;
}

/** The login page's address that leads back to a path: `/login?next=%2Fprofile`. */
export function loginPathFor(loginPath: string, path: string): string {
  return `${loginPath}?next=${encodeURIComponent(path)}`;
}
