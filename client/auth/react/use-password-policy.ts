import { useEffect, useState } from 'react';
import type { PasswordRule } from '../operations.ts';
import type { RequestError } from '../request-error.ts';
import { useAuthContext } from './auth-context.ts';

/** The policy, as far as it is known. */
export interface PasswordPolicyState {
  /** True until there is an answer. */
  fetching: boolean;
  /** The rules in the order to show them in; none while there is no answer. */
  rules: readonly PasswordRule[];
  /** Why there are none. A form does without: the server tells what a password breaks when it is sent. */
  error: RequestError | null;
}

const ASKING: PasswordPolicyState = { fetching: true, rules: [], error: null };

/** What a new password must be, to show at its field: `const { rules } = usePasswordPolicy()`. */
export function usePasswordPolicy(): PasswordPolicyState {
  const { auth } = useAuthContext();
  const [state, setState] = useState(ASKING);
  useEffect(() => {
    let isShown = true;
    void auth.passwordPolicy().then(({ data, error }) => {
      if (isShown) {
        setState({ fetching: false, rules: data?.rules ?? [], error });
      }
    });
    return () => {
      isShown = false;
    };
  }, [auth]);
  return state;
}
