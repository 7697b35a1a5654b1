import { createRequest } from '@urql/core';
import type { AuthState, AuthStore, Who } from './auth-state.ts';
import { ViewerDocument } from './generated/graphql.ts';
import type { Viewer } from './operations.ts';
import type { News } from './other-tabs.ts';
import { type RequestError, toRequestError, unexpected, VIEWER_CHANGED } from './request-error.ts';

export type ViewerChanges = ReturnType<typeof followViewer>;

/** What made a page anonymous on which somebody was signed in. */
type Left = 'logout' | 'deletion' | 'expiry';

/**
 * Everything that changes who is signed in. Answers come in any order, so each question and each change has its place
 * in one count: what was asked before the last thing that is known for sure is not believed any more. `tell` is told
 * what this page has done or met, for other tabs; what it has only heard of is not told on.
 */
export function followViewer(store: AuthStore, tell: (news: News) => void) {
  let count = 0;
  let known = 0;

  /** Takes the next place. */
  function next(): number {
    count += 1;
    return count;
  }

  /** The same for something that is known for sure: whatever was asked before is outdated. */
  function know(): number {
    known = next();
    return known;
  }

  function ask() {
    // A key of its own: urql would give it the answer to an older question that is still under way.
    const request = { ...createRequest(ViewerDocument, {}), key: count };
    return store.getState().client.executeQuery(request, { requestPolicy: 'network-only' }).toPromise();
  }

  /** The client stays with the same person; for another one, or nobody any more, it is a new one. */
  function settle(viewer: Viewer | null, left: Left, isFirstAnswer: boolean): void {
    const before = store.getState();
    const who: Who = viewer
      ? { status: 'signedIn', viewer, sessionEnded: false }
      : { status: 'anonymous', viewer: null, left: before.viewer ? left : null };
    const isSame = before.viewer ? before.viewer.id === viewer?.id : before.status === 'anonymous' && !viewer;
    if (isSame || isFirstAnswer) {
      store.update(who);
    } else {
      store.replace(who);
    }
  }

  async function refresh(left: Left): Promise<RequestError | null> {
    const asked = next();
    const { data, error } = await ask();
    const { status } = store.getState();
    const isFirstAnswer = status === 'loading' || status === 'unreachable';
    if (asked < known) {
      return null;
    }
    if (!data || error) {
      const problem = error ? toRequestError(error) : unexpected(null);
      if (isFirstAnswer) {
        store.update({ status: 'unreachable', viewer: null, error: problem });
      }
      return problem;
    }
    known = asked;
    settle(data.me, left, isFirstAnswer);
    return null;
  }

  async function look(): Promise<void> {
    const before = store.getState();
    if (before.status !== 'signedIn') {
      await refresh('expiry');
      return;
    }
    const asked = next();
    const { data, error } = await ask();
    if (asked >= known && data && !error) {
      known = asked;
      if (data.me) {
        settle(data.me, 'expiry', false);
      } else {
        store.update({ status: 'signedIn', viewer: before.viewer, sessionEnded: true });
      }
    }
  }

  return {
    /** The place in the count at which something is sent now. */
    now: (): number => count,

    /** Asks the server. Where it can't say, what was known stays, if anything was. */
    async refresh(left: Left = 'expiry'): Promise<AuthState> {
      await refresh(left);
      return store.getState();
    },

    /** The same, and answers why where the server couldn't say. */
    confirm: (): Promise<RequestError | null> => refresh('expiry'),

    /** After a login or a signup: asks with the new cookie, so that a browser that keeps none is found out at once. */
    async begin(user: Viewer, ifBlocked: RequestError): Promise<RequestError | null> {
      const asked = know();
      const { data, error } = await ask();
      if (asked < known) {
        return store.getState().viewer?.id === user.id ? null : VIEWER_CHANGED;
      }
      if (data && !error && !data.me) {
        return ifBlocked;
      }
      settle(data?.me ?? user, 'expiry', false);
      tell('viewerChanged');
      return null;
    },

    /** After a change of the cookie or of what is known of the same person: what was asked before is outdated. */
    changed(user: Viewer): void {
      know();
      settle(user, 'expiry', false);
      tell('viewerChanged');
    },

    /** After a logout or a deletion. */
    leave(left: 'logout' | 'deletion'): void {
      know();
      settle(null, left, false);
      tell(left === 'logout' ? 'loggedOut' : 'accountDeleted');
    },

    /** The server has refused the viewer: the page may stay, and a login of the same person goes on with it. */
    sessionEnded(sentAt: number): void {
      const state = store.getState();
      // The refusal of a session that another one has followed since says nothing of that one.
      if (sentAt >= known && state.status === 'signedIn' && !state.sessionEnded) {
        store.update({ status: 'signedIn', viewer: state.viewer, sessionEnded: true });
        tell('sessionEnded');
      }
    },

    /** Another tab has news; the server says what is true. */
    hear(news: News): void {
      void (news === 'sessionEnded' ? look() : refresh(news === 'accountDeleted' ? 'deletion' : 'logout'));
    },

    /** Asks whether the session still is, and leaves the page as it is where it isn't: something may be typed in it. */
    look,

    /** Knows nothing any more, and shows nothing of anybody. */
    forget(error: RequestError): void {
      know();
      store.replace({ status: 'unreachable', viewer: null, error });
    },
  };
}
