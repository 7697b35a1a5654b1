import { CombinedError } from '@urql/core';
import type { AuthState, AuthStore, Who } from './auth-state.ts';
import type { HeldOperations } from './held-operations.ts';
import type { Viewer } from './operations.ts';
import { VIEWER_CHANGED } from './request-error.ts';

/** What made a page anonymous on which somebody was signed in. */
export type Left = 'logout' | 'deletion' | 'expiry';

export type ViewerSettler = ReturnType<typeof createViewerSettler>;

const REFUSAL = new CombinedError({
  graphQLErrors: [{ message: VIEWER_CHANGED.message, extensions: { code: 'VIEWER_CHANGED' } }],
});

/** Puts into the state who is signed in, and decides what becomes of the client and of what is held. */
export function createViewerSettler(store: AuthStore, held: HeldOperations) {
  /** Goes on with a new client. What one person has asked for is never done as another one. */
  function replace(who: Who): void {
    held.refuse((refusal) => ({ ...refusal, error: REFUSAL }));
    store.replace(who);
  }

  return {
    replace,

    /** The client stays with the same person; for another one, or nobody any more, it is a new one. */
    settle(viewer: Viewer | null, left: Left): void {
      const before = store.getState();
      const who = whoIs(viewer, before.viewer ? left : leftOf(before));
      const isSame = before.viewer ? before.viewer.id === viewer?.id : before.status === 'anonymous' && !viewer;
      if (!isSame) {
        replace(who);
        return;
      }
      store.update(who);
      if (before.status === 'signedIn' && before.sessionEnded) {
        held.sendAgain();
      }
    },

    /** The first answer of all: nothing was known before, and the client goes on with it. */
    settleFirst(viewer: Viewer | null): void {
      store.update(whoIs(viewer, null));
    },
  };
}

function whoIs(viewer: Viewer | null, left: Left | null): Who {
  return viewer
    ? { status: 'signedIn', viewer, sessionEnded: false }
    : { status: 'anonymous', viewer: null, left, unfinishedLogout: null };
}

function leftOf(state: AuthState): Left | null {
  return state.status === 'anonymous' ? state.left : null;
}
