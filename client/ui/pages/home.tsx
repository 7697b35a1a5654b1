import { Link } from 'react-router';
import type { Viewer } from '../../auth/auth.ts';
import { useViewer } from '../../auth/react.ts';
import { formatDate } from '../format-date.ts';
import { Page } from '../layout/page.tsx';
import { Waiting } from '../layout/waiting.tsx';
import { PAGES } from '../pages.ts';

/** Who you are, and what you can do. */
export function HomePage() {
  const { status, viewer } = useViewer();
  switch (status) {
    case 'signedIn':
      return <SignedInHome viewer={viewer} />;
    case 'anonymous':
      return <AnonymousHome />;
    default:
      return <Waiting />;
  }
}

function AnonymousHome() {
  return (
    <Page title="Welcome">
      <p className="lead">You aren’t signed in.</p>
      <p>
        With an account you have a name here, can stay signed in on every device of yours, and can leave at any time.
      </p>
      <p className="actions">
        <Link className="button primary" to={PAGES.signup}>
          Create an account
        </Link>
        <Link className="button" to={PAGES.login}>
          Log in
        </Link>
      </p>
    </Page>
  );
}

function SignedInHome({ viewer }: { viewer: Viewer }) {
  const name = [viewer.firstName, viewer.lastName].filter(Boolean).join(' ');
  return (
    <Page title="Your account" heading={`Hello, ${viewer.firstName || viewer.username}`}>
      <dl>
        <dt>Username</dt>
        <dd>{viewer.username}</dd>
        <dt>Name</dt>
        <dd>{name || 'Not given'}</dd>
        <dt>E-mail</dt>
        <dd>{viewer.email ?? 'Not given'}</dd>
        <dt>Member since</dt>
        <dd>{formatDate(viewer.dateJoined)}</dd>
        {viewer.isStaff && (
          <>
            <dt>Role</dt>
            <dd>Staff</dd>
          </>
        )}
      </dl>
      <ul className="choices">
        <li>
          <Link to={PAGES.profile}>Edit your profile</Link>
        </li>
        <li>
          <Link to={PAGES.password}>Change your password</Link>
        </li>
        <li>
          <Link to={PAGES.sessions}>See where you are signed in</Link>
        </li>
      </ul>
      <p className="aside">
        <Link to={PAGES.deleteAccount}>Delete your account</Link>
      </p>
    </Page>
  );
}
