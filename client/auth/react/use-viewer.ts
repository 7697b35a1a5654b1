import type { AuthState } from '../auth-state.ts';
import type { Viewer } from '../operations.ts';
import { useAuthContext } from './auth-context.ts';

/** Who is signed in: `const { viewer } = useViewer()`. `status` tells an anonymous visitor from one not known yet. */
export function useViewer(): AuthState {
  return useAuthContext().state;
}

/** The signed-in user, inside of `<RequireViewer>`. @throws {Error} where nobody is signed in */
export function useRequiredViewer(): Viewer {
  const { viewer } = useViewer();
  if (!viewer) {
    throw new Error('useRequiredViewer() needs a <RequireViewer> around it.');
  }
  return viewer;
}

/** Asks the server again who is signed in: for a “Try again” button. */
export function useRefresh(): () => Promise<AuthState> {
  return useAuthContext().auth.refresh;
}

/** Lets nothing wait any longer: for the button that closes the dialog without a login, or without the password. */
export function useDismiss(): () => void {
  return useAuthContext().auth.dismiss;
}
