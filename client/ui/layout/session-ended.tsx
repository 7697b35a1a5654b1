import { Link, useLocation } from 'react-router';
import { useViewer } from '../../auth/react.ts';
import { PAGES } from '../pages.ts';
import { useLoginPath } from '../use-login-path.ts';

/** Says that the session has ended under an open page, which stays as it is. */
export function SessionEnded() {
  const state = useViewer();
  const { pathname } = useLocation();
  const loginPath = useLoginPath();
  if (state.status !== 'signedIn' || !state.sessionEnded) {
    return null;
  }
  return (
    <p className="warning" role="alert">
      Your session has ended. {pathname === PAGES.login ? 'Log in again' : <Link to={loginPath}>Log in again</Link>} to
      go on; what you have typed is kept, passwords aren’t.
    </p>
  );
}
