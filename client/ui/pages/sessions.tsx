import type { Session } from '../../auth/auth.ts';
import { useMySessions, useRevokeOtherSessions, useRevokeSession } from '../../auth/react.ts';
import { formatMoment } from '../format-date.ts';
import { PendingButton } from '../forms/pending-button.tsx';
import { useNotice } from '../layout/notice.tsx';
import { Page } from '../layout/page.tsx';

/** Where one is signed in, and how to end it there. */
export function SessionsPage() {
  const { sessions, error } = useMySessions();
  return (
    <Page title="Devices">
      <p>Where you are signed in. If you don’t know one of these, sign it out and change your password.</p>
      {error && (
        <p className="failure" role="alert">
          {error.message}
        </p>
      )}
      {!sessions && !error && <p className="loading">Loading…</p>}
      {sessions && (
        <ul className="devices">
          {sessions.map((session) => (
            <Device key={session.id} session={session} />
          ))}
        </ul>
      )}
      {sessions && sessions.length > 1 && <SignOutOthers />}
    </Page>
  );
}

function Device({ session }: { session: Session }) {
  const { say } = useNotice();
  const [{ fetching }, revoke] = useRevokeSession();

  async function signOut(): Promise<void> {
    const { data, error } = await revoke(session.id);
    say(data?.__typename === 'RevokeSessionSuccess' ? `${session.device} was signed out.` : (data ?? error).message);
  }

  return (
    <li>
      <strong>{session.device}</strong> {session.current && <span className="current">this one</span>}
      <p>
        Last used {formatMoment(session.lastSeenAt)}, from {session.address}. Signed in {formatMoment(session.beganAt)}.
      </p>
      {!session.current && (
        <PendingButton pending={fetching} pendingLabel="Signing out…" onClick={() => void signOut()}>
          Sign out
          <span className="visually-hidden">
            {' '}
            {session.device}, last used {formatMoment(session.lastSeenAt)}
          </span>
        </PendingButton>
      )}
    </li>
  );
}

function SignOutOthers() {
  const { say } = useNotice();
  const [{ fetching }, revokeOthers] = useRevokeOtherSessions();

  async function signOut(): Promise<void> {
    const { data, error } = await revokeOthers();
    const isDone = data?.__typename === 'RevokeOtherSessionsSuccess';
    say(isDone ? 'You are signed out everywhere else.' : (data ?? error).message);
  }

  return (
    <p className="aside">
      <PendingButton pending={fetching} pendingLabel="Signing out…" onClick={() => void signOut()}>
        Sign out everywhere else
      </PendingButton>
    </p>
  );
}
