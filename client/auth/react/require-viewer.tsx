import { type ReactNode, useState } from 'react';
import { loginPathFor } from '../next-path.ts';
import { type AuthPaths, useAuthContext } from './auth-context.ts';
import { Redirect } from './redirect.tsx';

export interface GuardProps {
  children: ReactNode;
  /** Shown until it is known who is signed in, and while the server can't say; `useViewer().status` tells which. */
  fallback?: ReactNode;
}

/**
 * Shows its children to a signed-in user alone. An anonymous visitor goes to the login page and comes back after it;
 * who has just logged out, or deleted the account, goes home.
 */
export function RequireViewer({ children, fallback = null }: GuardProps): ReactNode {
  const { state, paths, hasJustLeft } = useAuthContext();
  const [leavesForGood] = useState(
    () => hasJustLeft && state.status === 'anonymous' && (state.left === 'logout' || state.left === 'deletion'),
  );
  switch (state.status) {
    case 'signedIn':
      return children;
    case 'anonymous':
      return <Redirect page={children} to={() => targetFrom(window.location, paths, leavesForGood)} />;
    default:
      return fallback;
  }
}

function targetFrom({ pathname, search, hash }: Location, { login, home }: AuthPaths, leavesForGood: boolean): string {
  return leavesForGood && pathname !== home ? home : loginPathFor(login, pathname + search + hash);
}
