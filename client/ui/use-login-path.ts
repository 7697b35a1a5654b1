import { useLocation } from 'react-router';
import { loginPathFor } from '../auth/auth.ts';
import { PAGES } from './pages.ts';

/** Where a login link on this page leads: to the login page, and from there back to where a visitor wanted to be. */
export function useLoginPath(): string {
  const { pathname, search } = useLocation();
  const next = new URLSearchParams(search).get('next');
  if (pathname === PAGES.login || pathname === PAGES.signup) {
    return next === null ? PAGES.login : loginPathFor(PAGES.login, next);
  }
  return loginPathFor(PAGES.login, pathname + search);
}
