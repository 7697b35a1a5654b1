import type { AnswerOrder } from './answer-order.ts';
import type { AuthStore } from './auth-state.ts';
import type { Outcome } from './operations.ts';
import type { News } from './other-tabs.ts';
import type { OwedLogout } from './owed-logout.ts';

interface LogoutParts {
  store: AuthStore;
  order: AnswerOrder;
  owed: OwedLogout;
  /** Shows nobody any more. */
  leave: () => void;
  tell: (news: News) => void;
}

/** The page forgets at once, and the server is told as soon as it can be reached. */
export function createLogout({ store, order, owed, leave, tell }: LogoutParts) {
  /** Where another tab has logged out, too. An answer that is under way may still name who has left. */
  function forget(): void {
    const { status } = store.getState();
    if (status === 'signedIn') {
      leave();
    } else if (status === 'anonymous') {
      order.know();
    }
  }

  /** Tells the server; where it can't, the state says why. */
  async function pay(): Promise<Outcome<boolean>> {
    forget();
    const outcome = await owed.pay();
    const state = store.getState();
    const unfinishedLogout = owed.isOwed() ? outcome.error : null;
    if (state.status === 'anonymous' && state.unfinishedLogout !== unfinishedLogout) {
      store.update({ status: 'anonymous', viewer: null, left: state.left, unfinishedLogout });
    }
    return outcome;
  }

  return {
    forget,
    pay,
    isOwed: owed.isOwed,
    owe: owed.owe,
    cancel: owed.cancel,

    async logout(): Promise<Outcome<boolean>> {
      owed.owe();
      leave();
      tell('loggedOut');
      const outcome = await pay();
      if (!outcome.error) {
        tell('viewerChanged');
      }
      return outcome;
    },
  };
}
