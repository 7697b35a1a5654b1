import { createRequest } from '@urql/core';
import type { AnswerOrder } from './answer-order.ts';
import type { AuthState, AuthStore } from './auth-state.ts';
import { ViewerDocument } from './generated/graphql.ts';
import type { HeldOperations } from './held-operations.ts';
import { createLogout } from './logout.ts';
import type { Viewer } from './operations.ts';
import type { News } from './other-tabs.ts';
import type { OwedLogout } from './owed-logout.ts';
import { type RequestError, toRequestError, unexpected, VIEWER_CHANGED } from './request-error.ts';
import { createRefusals } from './session-refusals.ts';
import { createViewerSettler, type Left } from './settle-viewer.ts';

export type ViewerChanges = ReturnType<typeof followViewer>;

export interface ViewerParts {
  store: AuthStore;
  order: AnswerOrder;
  held: HeldOperations;
  owedLogout: OwedLogout;
  /** Is told what this page has done or met, for other tabs; what it has only heard of is not told on. */
  tell: (news: News) => void;
}

const LEFT_BY = { viewerChanged: 'logout', accountDeleted: 'deletion', sessionEnded: null } as const;

/** Everything that changes who is signed in. */
export function followViewer({ store, order, held, owedLogout, tell }: ViewerParts) {
  const { settle, settleFirst, replace } = createViewerSettler(store, held);
  const logout = createLogout({ store, order, owed: owedLogout, leave: () => leave('logout'), tell });
  let hasNews = false;
  const refusals = createRefusals({ store, order, held, leave: () => leave('expiry'), tell });

  function ask(asked: number) {
    // A key of its own: urql would give it the answer to an older question that is still under way.
    const request = { ...createRequest(ViewerDocument, {}), key: asked };
    const context = { requestPolicy: 'network-only', isAskedAgain: true } as const;
    return store.getState().client.executeQuery(request, context).toPromise();
  }

  /** Nobody is shown any more, whatever is under way. */
  function leave(left: Left): void {
    order.know();
    settle(null, left);
  }

  /** Where nobody is there any more, `left` says what made it so; null leaves the page as it is, for a login. */
  async function refresh(left: Left | null): Promise<RequestError | null> {
    // Before the server knows of a logout, it would name who has left.
    const unpaid = logout.isOwed() ? (await logout.pay()).error : null;
    const asked = order.next();
    const { client } = store.getState();
    const { data, error } = unpaid ? {} : await ask(asked);
    if (order.isOutdated(asked)) {
      return null;
    }
    const state = store.getState();
    // Cut off by the answer to an earlier question; or it names somebody who has logged out meanwhile, in another tab.
    if (state.client !== client || (!unpaid && logout.isOwed())) {
      return refresh(left);
    }
    const isFirstAnswer = state.status === 'loading' || state.status === 'unreachable';
    if (!data || error) {
      const problem = unpaid ?? (error ? toRequestError(error) : unexpected(null));
      if (isFirstAnswer) {
        store.update({ status: 'unreachable', viewer: null, error: problem });
      }
      return problem;
    }
    order.believe(asked);
    if (state.status === 'loading' && !hasNews) {
      settleFirst(data.me);
    } else if (state.status === 'signedIn' && !data.me && !left) {
      store.update({ status: 'signedIn', viewer: state.viewer, sessionEnded: true });
    } else {
      settle(data.me, left ?? 'expiry');
    }
    return null;
  }

  return {
    /**
     * Asks the server. Where it can't say, what was known stays, if anything was; and so does the page of somebody whose
     * session has ended: something may be typed in it, or wait for a login.
     */
    async refresh(left: Left | null = null): Promise<AuthState> {
      await refresh(left);
      return store.getState();
    },

    /** Shows nobody whose session has ended, and answers why where the server couldn't say. */
    confirm: (): Promise<RequestError | null> => refresh('expiry'),

    /** After a login or a signup: asks with the new cookie, so that a browser that keeps none is found out at once. */
    async begin(user: Viewer, ifBlocked: RequestError): Promise<RequestError | null> {
      logout.cancel();
      const asked = order.know();
      tell('viewerChanged');
      const { data, error } = await ask(asked);
      if (order.isOutdated(asked)) {
        return store.getState().viewer?.id === user.id ? null : VIEWER_CHANGED;
      }
      if (data && !error && !data.me) {
        return ifBlocked;
      }
      settle(data?.me ?? user, 'expiry');
      held.sendAgain();
      return null;
    },

    /** After a change of the cookie or of what is known of the same person: what was asked before is outdated. */
    changed(user: Viewer): void {
      order.know();
      settle(user, 'expiry');
      tell('viewerChanged');
    },

    logout,
    refusals,

    /** After a deletion. */
    accountDeleted(): void {
      leave('deletion');
      tell('accountDeleted');
    },

    /** Another tab has news; the server says what is true. */
    hear(news: News): void {
      // What was answered before it is known who is there may be about somebody else, too.
      hasNews = true;
      if (news === 'loggedOut') {
        logout.forget();
      } else {
        void refresh(LEFT_BY[news]);
      }
    },

    /** Knows nothing any more, and shows nothing of anybody. */
    forget(error: RequestError): void {
      order.know();
      replace({ status: 'unreachable', viewer: null, error });
    },
  };
}
