/** A fetch that keeps cookies as a browser does, for the client under Node; it notes what it sends. */
export interface BrowserFetch {
  fetch: typeof fetch;
  /** Every request so far: its method and the operation's name. */
  sent: { method: string; operation: string }[];
  cookie: string | null;
  /** Holds the answers of an operation back until `release` is called. */
  hold(operation: string): { arrived: Promise<void>; release: () => void };
}

export function createBrowserFetch({ keepsCookies = true } = {}): BrowserFetch {
  const sent: BrowserFetch['sent'] = [];
  const held = new Map<string, { arrive: () => void; released: Promise<void> }>();

  const browser: BrowserFetch = {
    sent,
    cookie: null,
    hold(operation) {
      const arrived = promiseToKeep();
      const released = promiseToKeep();
      held.set(operation, { arrive: arrived.keep, released: released.promise });
      return { arrived: arrived.promise, release: released.keep };
    },
    async fetch(input, init) {
      const operation = String(JSON.parse(String(init?.body)).operationName);
      sent.push({ method: String(init?.method), operation });
      const headers = new Headers(init?.headers);
      if (browser.cookie) {
        headers.set('cookie', browser.cookie);
      }
      const response = await globalThis.fetch(input, { ...init, headers });
      const [setCookie] = response.headers.getSetCookie();
      if (setCookie && keepsCookies) {
        browser.cookie = /Max-Age=0/.test(setCookie) ? null : String(setCookie.split(';')[0]);
      }
      const gate = held.get(operation);
      if (gate) {
        held.delete(operation);
        gate.arrive();
        await Promise.race([gate.released, aborted(init?.signal)]);
      }
      return response;
    },
  };
  return browser;
}

function aborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}

function promiseToKeep(): { promise: Promise<void>; keep: () => void } {
  let keep: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    keep = resolve;
  });
  return { promise, keep };
}
