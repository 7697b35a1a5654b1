import { Link, NavLink } from 'react-router';
import { useViewer } from '../../auth/react.ts';
import { PAGES } from '../pages.ts';
import { useLoginPath } from '../use-login-path.ts';
import { LogoutButton } from './logout-button.tsx';

/** The name of the place, who is here, and where they can go. */
export function Header() {
  return (
    <header>
      <div className="bar">
        <Link className="brand" to={PAGES.home}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M3 22V11a9 9 0 0 1 18 0v11h-6v-9.5a3 3 0 0 0-6 0V22Z" />
          </svg>
          Gatehouse
        </Link>
        <Greeting />
        <Links />
      </div>
    </header>
  );
}

function Greeting() {
  const { viewer } = useViewer();
  return viewer && <span className="greeting">Hello, {viewer.firstName || viewer.username}</span>;
}

function Links() {
  const { status } = useViewer();
  const loginPath = useLoginPath();
  switch (status) {
    case 'signedIn':
      return (
        <nav aria-label="Your account">
          <NavLink to={PAGES.profile}>Profile</NavLink>
          <NavLink to={PAGES.password}>Password</NavLink>
          <NavLink to={PAGES.sessions}>Devices</NavLink>
          <LogoutButton />
        </nav>
      );
    case 'anonymous':
      return (
        <nav aria-label="Your account">
          <NavLink to={loginPath}>Log in</NavLink>
          <NavLink to={PAGES.signup}>Sign up</NavLink>
        </nav>
      );
    default:
      return null;
  }
}
