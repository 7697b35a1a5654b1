import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { Provider as UrqlProvider } from 'urql';
import type { AuthClient } from '../auth-client.ts';
import { AuthContext, type AuthPaths } from './auth-context.ts';

export interface AuthProviderProps {
  /** Made once, outside of any component: `createAuthClient()`. */
  auth: AuthClient;
  /** Goes to a path in place of the one that is shown. By default the browser does; pass your router's way. */
  navigate?: (path: string) => unknown;
  paths?: Partial<AuthPaths>;
  children: ReactNode;
}

/**
 * Gives everything inside it the viewer, the operations and urql's client (so urql's own `useQuery` works, too). When
 * the viewer changes, everything inside is made anew: no state of a component outlives whom it was about.
 */
export function AuthProvider({ auth, navigate = replaceLocation, paths, children }: AuthProviderProps) {
  const state = useSyncExternalStore(auth.subscribe, auth.getState, auth.getState);
  const { login = '/login', home = '/' } = paths ?? {};
  const [drawn, setDrawn] = useState(state.generation);
  const hasJustLeft = drawn !== state.generation;
  useEffect(() => setDrawn(state.generation), [state.generation]);

  // A router's function is often a new one with each page; nothing shall be drawn, or gone to, again for that.
  const latestNavigate = useRef(navigate);
  useEffect(() => {
    latestNavigate.current = navigate;
  });
  // A router's function may answer a promise; the guards' effects must answer nothing.
  const go = useCallback((path: string) => void latestNavigate.current(path), []);

  const value = useMemo(
    () => ({ auth, state, navigate: go, paths: { login, home }, hasJustLeft }),
    [auth, state, go, login, home, hasJustLeft],
  );
  return (
    <AuthContext value={value}>
      <UrqlProvider key={state.generation} value={state.client}>
        {children}
      </UrqlProvider>
    </AuthContext>
  );
}

function replaceLocation(path: string): void {
  window.location.replace(path);
}
