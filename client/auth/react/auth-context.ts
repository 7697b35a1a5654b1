import { createContext, useContext } from 'react';
import type { AuthClient } from '../auth-client.ts';
import type { AuthState } from '../auth-state.ts';

/** Where the guards lead to. */
export interface AuthPaths {
  /** Where anonymous visitors of a guarded page go, with `?next=` added. By default `/login`. */
  login: string;
  /** Where who logs out, or deletes the account, goes. By default `/`. */
  home: string;
}

export interface AuthContextValue {
  auth: AuthClient;
  state: AuthState;
  paths: AuthPaths;
  navigate: (path: string) => void;
  /** True while the page is drawn for the first time after its viewer has left it. */
  hasJustLeft: boolean;
}

export const AuthContext = createContext<AuthContextValue | null>(null);

/** What the provider provides. @throws {Error} outside of it */
export function useAuthContext(): AuthContextValue {
  const value = useContext(AuthContext);
  if (!value) {
    throw new Error('This hook needs an <AuthProvider> around it.');
  }
  return value;
}
