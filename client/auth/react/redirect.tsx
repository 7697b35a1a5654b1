import { useEffect } from 'react';
import { useAuthContext } from './auth-context.ts';

/** Goes to a path as soon as it is drawn, and shows nothing. */
export function Redirect({ to }: { to: string }): null {
  const { navigate } = useAuthContext();
  useEffect(() => navigate(to), [navigate, to]);
  return null;
}
