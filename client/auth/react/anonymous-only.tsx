import type { ReactNode } from 'react';
import { safeNextPath } from '../next-path.ts';
import { useAuthContext } from './auth-context.ts';
import { Redirect } from './redirect.tsx';
import type { GuardProps } from './require-viewer.tsx';

/**
 * Shows its children, a login page above all, to visitors who aren't signed in, and to one whose session has ended. A
 * signed-in user goes to `?next=`, if that is a path of this site, or home.
 */
export function AnonymousOnly({ children, fallback = null }: GuardProps): ReactNode {
  const { state, paths } = useAuthContext();
  switch (state.status) {
    case 'anonymous':
      return children;
    case 'signedIn':
      return state.sessionEnded ? children : <Redirect to={targetOf(window.location, paths.home)} />;
    default:
      return fallback;
  }
}

function targetOf({ search, origin, pathname }: Location, home: string): string {
  const target = safeNextPath(new URLSearchParams(search).get('next'), origin, home);
  // A next that leads back here would go round and round.
  return new URL(target, origin).pathname === pathname ? home : target;
}
