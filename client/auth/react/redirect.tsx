import { useEffect, useState } from 'react';
import { useAuthContext } from './auth-context.ts';

/** Goes to a path, once, and shows nothing: the path that it was first drawn with, whatever comes while it goes. */
export function Redirect({ to }: { to: string }): null {
  const { navigate } = useAuthContext();
  const [target] = useState(to);
  useEffect(() => navigate(target), [navigate, target]);
  return null;
}
