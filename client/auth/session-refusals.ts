import type { AnswerOrder } from './answer-order.ts';
import type { AuthStore } from './auth-state.ts';
import type { HeldOperations } from './held-operations.ts';
import type { Verdict } from './hold-exchange.ts';
import type { News } from './other-tabs.ts';

interface RefusalParts {
  store: AuthStore;
  order: AnswerOrder;
  held: HeldOperations;
  /** Shows nobody any more. */
  leave: () => void;
  tell: (news: News) => void;
}

/** What follows when the server refuses the viewer. */
export function createRefusals({ store, order, held, leave, tell }: RefusalParts) {
  return {
    /** The page may stay, and a login of the same person goes on with it. */
    sessionEnded(sentAt: number): void {
      const state = store.getState();
      // The refusal of a session that another one has followed since says nothing of that one.
      if (!order.isOutdated(sentAt) && state.status === 'signedIn' && !state.sessionEnded) {
        store.update({ status: 'signedIn', viewer: state.viewer, sessionEnded: true });
        tell('sessionEnded');
      }
    },

    /** What becomes of the operation that was refused. */
    judge(sentAt: number): Verdict {
      const state = store.getState();
      if (state.status !== 'signedIn') {
        return 'answer';
      }
      if (state.sessionEnded) {
        return 'hold';
      }
      // A login, here or in another tab, was faster than the refusal.
      return order.isOutdated(sentAt) ? 'sendAgain' : 'answer';
    },

    /** Nothing waits any longer. Who doesn't log in again isn't shown any longer, either. */
    dismiss(): void {
      held.refuse();
      const state = store.getState();
      if (state.status === 'signedIn' && state.sessionEnded) {
        leave();
      }
    },
  };
}
