import type { AuthState, AuthStore } from './auth-state.ts';
import type { OtherTabs } from './other-tabs.ts';
import type { RequestError } from './request-error.ts';
import type { ViewerChanges } from './viewer.ts';

const SECOND = 1000;

/** Between two questions where nobody says how long to wait, and at the most, in seconds. */
const PAUSE = 5;
const LONGEST_PAUSE = 60;

/**
 * Asks who is signed in when that may have changed behind the page's back: at the start, when another tab has news, when
 * somebody looks at the page again, when the browser brings it back from its cache, and, while the server couldn't say,
 * again and again. Answers how to stop.
 */
export function stayCurrent(store: AuthStore, viewer: ViewerChanges, tabs: OtherTabs): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = () => void viewer.refresh();

  function askWhileUnreachable(): void {
    clearTimeout(timer);
    const problem = problemOf(store.getState());
    if (problem) {
      timer = setTimeout(ask, secondsToWait(problem) * SECOND);
    }
  }
  const askIfUnreachable = () => problemOf(store.getState()) && ask();
  const conceal = () => store.getState().viewer && show(false);
  const reveal = (event: PageTransitionEvent) =>
    event.persisted && void confirm(store, viewer).finally(() => show(true));

  const unsubscribe = store.subscribe(askWhileUnreachable);
  const { window } = globalThis;
  window?.addEventListener('pagehide', conceal);
  window?.addEventListener('pageshow', reveal);
  window?.addEventListener('online', askIfUnreachable);
  window?.addEventListener('focus', ask);
  tabs.open();
  if (store.getState().status === 'loading' || problemOf(store.getState())) {
    ask();
  }

  return () => {
    clearTimeout(timer);
    unsubscribe();
    window?.removeEventListener('pagehide', conceal);
    window?.removeEventListener('pageshow', reveal);
    window?.removeEventListener('online', askIfUnreachable);
    window?.removeEventListener('focus', ask);
    tabs.close();
  };
}

/** Why the server couldn't say who is signed in, or couldn't be told that nobody is. */
function problemOf(state: AuthState): RequestError | null {
  switch (state.status) {
    case 'unreachable':
      return state.error;
    case 'anonymous':
      return state.unfinishedLogout;
    default:
      return null;
  }
}

/**
 * A browser may keep a page whole when it is left, and bring it back long after its viewer has logged out elsewhere. So
 * it is kept unseen, and seen again once the server has said that it is still the same person's.
 */
async function confirm(store: AuthStore, viewer: ViewerChanges): Promise<void> {
  if (store.getState().viewer) {
    const error = await viewer.confirm();
    if (error) {
      viewer.forget(error);
    }
  }
}

function show(isVisible: boolean): void {
  document.documentElement.style.visibility = isVisible ? '' : 'hidden';
}

/** Up to half as long again, so that a thousand pages don't come back in the same instant. */
function secondsToWait(error: RequestError): number {
  const seconds = error.kind === 'unavailable' ? error.retryAfterSeconds : PAUSE;
  return Math.min(Math.max(1, seconds), LONGEST_PAUSE) * (1 + Math.random() / 2);
}
