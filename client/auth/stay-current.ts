import type { AuthStore } from './auth-state.ts';
import type { RequestError } from './request-error.ts';

const SECOND = 1000;

/** Between two questions where nobody says how long to wait, in seconds. */
const PAUSE = 5;

/**
 * Asks who is signed in when that may have changed behind the page's back: at the start, when the browser brings the
 * page back from its cache, and, while the server couldn't say, again and again. Answers how to stop.
 */
export function stayCurrent(store: AuthStore, refresh: () => Promise<unknown>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = () => void refresh();

  function askWhileUnreachable(): void {
    clearTimeout(timer);
    const state = store.getState();
    if (state.status === 'unreachable') {
      timer = setTimeout(ask, secondsToWait(state.error) * SECOND);
    }
  }
  const askIfRestored = (event: PageTransitionEvent) => event.persisted && ask();
  const askIfUnreachable = () => store.getState().status === 'unreachable' && ask();

  const unsubscribe = store.subscribe(askWhileUnreachable);
  globalThis.window?.addEventListener('pageshow', askIfRestored);
  globalThis.window?.addEventListener('online', askIfUnreachable);
  if (store.getState().status === 'loading') {
    ask();
  }

  return () => {
    clearTimeout(timer);
    unsubscribe();
    globalThis.window?.removeEventListener('pageshow', askIfRestored);
    globalThis.window?.removeEventListener('online', askIfUnreachable);
  };
}

/** Up to half as long again, so that a thousand pages don't come back in the same instant. */
function secondsToWait(error: RequestError): number {
  const seconds = error.kind === 'unavailable' ? Math.max(1, error.retryAfterSeconds) : PAUSE;
  return seconds * (1 + Math.random() / 2);
}
