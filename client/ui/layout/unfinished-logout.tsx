import { useEffect, useRef } from 'react';
import { useViewer } from '../../auth/react.ts';
import { useNotice } from './notice.tsx';

/** Says that the server doesn't know of a logout yet, and when it does. */
export function UnfinishedLogout() {
  const state = useViewer();
  const { say } = useNotice();
  const isUnfinished = state.status === 'anonymous' && state.unfinishedLogout !== null;
  const wasUnfinished = useRef(false);
  useEffect(() => {
    if (wasUnfinished.current && !isUnfinished && state.status === 'anonymous') {
      say('The server is back, and you are logged out there, too.');
    }
    wasUnfinished.current = isUnfinished;
  }, [isUnfinished, state.status, say]);

  return (
    isUnfinished && (
      <p className="warning" role="alert">
        You are logged out here, but the server can’t be reached, so that your session is still open there. It is ended
        as soon as the server is back. Until then, don’t leave this browser to somebody else.
      </p>
    )
  );
}
