import { useLogout } from '../../auth/react.ts';
import { useNotice } from './notice.tsx';

/** Ends the session: the page forgets at once. Where the server can't be told yet, <UnfinishedLogout> says so. */
export function LogoutButton() {
  const [, logout] = useLogout();
  const { say } = useNotice();

  async function leave(): Promise<void> {
    // What was done before isn't news any more.
    say('');
    const { error } = await logout();
    const isSaidElsewhere = error?.kind === 'offline' || error?.kind === 'unavailable';
    say(isSaidElsewhere ? '' : (error?.message ?? 'You are logged out.'));
  }

  return (
    <button type="button" className="link" onClick={() => void leave()}>
      Log out
    </button>
  );
}
