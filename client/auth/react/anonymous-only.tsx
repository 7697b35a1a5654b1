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
      return state.sessionEnded ? (
        children
      ) : (
        <Redirect page={children} to={() => targetFrom(window.location, paths.home)} />
      );
    default:
      return fallback;
  }
}

/** To `next`, or home; but never to where one is already, which would go round and round. */
function targetFrom({ search, origin, pathname }: Location, home: string): string | null {
  const next = safeNextPath(new URLSearchParams(search).get('next'), origin, home);
  return [next, home].find((path) => new URL(path, origin).pathname !== pathname) ?? null;
}
