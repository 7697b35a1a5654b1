import { useState } from 'react';
import type { Viewer } from '../../auth/auth.ts';
import { useDismiss, useViewer } from '../../auth/react.ts';
import { LoginDialog } from './login-dialog.tsx';
import { useNotice } from './notice.tsx';

/** Says that the session has ended under an open page, which stays as it is, and asks for a login where one is needed. */
export function SessionEnded() {
  const state = useViewer();
  const isEnded = state.status === 'signedIn' && state.sessionEnded;
  return isEnded && <Warning viewer={state.viewer} held={state.held} />;
}

function Warning({ viewer, held }: { viewer: Viewer; held: number }) {
  const [isAsked, setAsked] = useState(false);
  const isHolding = held > 0;
  const dismiss = useDismiss();
  const { say } = useNotice();

  function giveUp(): void {
    setAsked(false);
    if (isHolding) {
      dismiss();
      say('You weren’t logged in again, and what you had sent wasn’t done.');
    }
  }

  return (
    <>
      <p className="warning" role="alert">
        Your session has ended.{' '}
        <button type="button" className="link" onClick={() => setAsked(true)}>
          Log in again
        </button>{' '}
        to go on; the page stays as it is.
      </p>
      {(isAsked || isHolding) && <LoginDialog viewer={viewer} isHolding={isHolding} onDismiss={giveUp} />}
    </>
  );
}
