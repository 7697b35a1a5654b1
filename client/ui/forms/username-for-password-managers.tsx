import { useRequiredViewer } from '../../auth/react.ts';

/** Tells a password manager whose password the form is about; nobody else needs it. */
export function UsernameForPasswordManagers() {
  const { username } = useRequiredViewer();
  return <input hidden type="text" autoComplete="username" defaultValue={username} readOnly />;
}
