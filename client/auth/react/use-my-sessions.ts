import { useMemo } from 'react';
import { useQuery } from 'urql';
import { MySessionsDocument } from '../generated/graphql.ts';
import type { Session } from '../operations.ts';
import { type RequestError, toRequestError } from '../request-error.ts';

/** Where the viewer is signed in. */
export interface MySessions {
  /** True until there is an answer, and while another one is awaited. */
  fetching: boolean;
  /** This device first; null until there is an answer. */
  sessions: readonly Session[] | null;
  error: RequestError | null;
}

/** Lists where the viewer is signed in, and again after one of them was ended here. */
export function useMySessions(): MySessions {
  const [{ data, error, fetching }] = useQuery({
    query: MySessionsDocument,
    context: useMemo(() => ({ additionalTypenames: ENDED_BY, requestPolicy: 'cache-and-network' as const }), []),
  });
  return { fetching, sessions: data?.mySessions ?? null, error: error ? toRequestError(error) : null };
}

/** Whatever answers one of these has changed the list. */
const ENDED_BY = ['RevokeSessionSuccess', 'RevokeOtherSessionsSuccess', 'ChangePasswordSuccess'];
