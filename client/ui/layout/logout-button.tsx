import { useLogout } from '../../auth/react.ts';
import { useNotice } from './notice.tsx';

/** Ends the session, and says so; or says that it didn't. */
export function LogoutButton() {
  const [{ fetching }, logout] = useLogout();
  const { say } = useNotice();

  async function leave(): Promise<void> {
    const { error } = await logout();
    say(error ? `You may still be logged in. ${error.message}` : 'You are logged out.');
  }

  return (
    <button type="button" className="link" aria-disabled={fetching} onClick={() => void leave()}>
      {fetching ? 'Logging out…' : 'Log out'}
    </button>
  );
}
