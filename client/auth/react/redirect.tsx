import { type ReactNode, useEffect, useState } from 'react';
import { useAuthContext } from './auth-context.ts';

interface RedirectProps {
  /** Where to, from where the page is now; null to stay. */
  to: () => string | null;
  /** What is being kept from view: another page is another reason to go somewhere. */
  page: ReactNode;
}

/**
 * Goes somewhere as soon as it is drawn, and shows nothing. The address changes before a router shows what is there, so
 * that whatever is drawn in between must not ask anew where to go: it is asked once for each page.
 */
export function Redirect({ to, page }: RedirectProps): null {
  const { navigate } = useAuthContext();
  const [decision, setDecision] = useState(() => ({ page, target: to() }));
  if (decision.page !== page) {
    setDecision({ page, target: to() });
  }
  useEffect(() => {
    if (decision.target !== null) {
      navigate(decision.target);
    }
  }, [navigate, decision]);
  return null;
}
