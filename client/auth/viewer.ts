import { createRequest } from '@urql/core';
import type { AuthState, AuthStore, Who } from './auth-state.ts';
import { ViewerDocument } from './generated/graphql.ts';
import type { Viewer } from './operations.ts';
import { COOKIE_BLOCKED, type RequestError, toRequestError } from './request-error.ts';

export type ViewerChanges = ReturnType<typeof followViewer>;

/** Everything that changes who is signed in. */
export function followViewer(store: AuthStore) {
  let changes = 0;
  let questions = 0;

  /** Another person than before, or nobody any more: a new client. The same one: the client stays. */
  function settle(viewer: Viewer | null, left: 'logout' | 'deletion' | 'expiry' = 'expiry'): void {
    changes += 1;
    const before = store.getState();
    const who: Who = viewer
      ? { status: 'signedIn', viewer, sessionEnded: false }
      : { status: 'anonymous', viewer: null, left: before.viewer ? left : null };
    const wasUnknown = before.status === 'loading' || before.status === 'unreachable';
    const isSame = before.viewer?.id === viewer?.id;
    if (wasUnknown || isSame) {
      store.update(who);
    } else {
      store.replace(who);
    }
  }

  /** Each question has a key of its own: urql would give it the answer to an older one that is still under way. */
  function ask() {
    questions += 1;
    const request = { ...createRequest(ViewerDocument, {}), key: questions };
    return store.getState().client.executeQuery(request, { requestPolicy: 'network-only' }).toPromise();
  }

  return {
    settle,

    /** Asks the server. An answer that something else has overtaken meanwhile is dropped. */
    async refresh(): Promise<AuthState> {
      const asked = changes;
      const { data, error } = await ask();
      const { status } = store.getState();
      if (changes !== asked) {
        return store.getState();
      }
      if (data && !error) {
        settle(data.me);
      } else if (error && (status === 'loading' || status === 'unreachable')) {
        store.update({ status: 'unreachable', viewer: null, error: toRequestError(error) });
      }
      return store.getState();
    },

    /** After a login: asks with the new cookie, so that a browser that keeps none is found out at once. */
    async begin(user: Viewer): Promise<RequestError | null> {
      const { data, error } = await ask();
      if (data && !error && !data.me) {
        return COOKIE_BLOCKED;
      }
      settle(data?.me ?? user);
      return null;
    },

    /** The server has refused the viewer: the page may stay, and a login of the same person goes on with it. */
    sessionEnded(): void {
      const state = store.getState();
      if (state.status === 'signedIn' && !state.sessionEnded) {
        store.update({ status: 'signedIn', viewer: state.viewer, sessionEnded: true });
      }
    },
  };
}
