import type { Client } from '@urql/core';
import type { Viewer } from './operations.ts';
import type { RequestError } from './request-error.ts';

/** Who is signed in, as far as this page knows. */
export type AuthState = Who & {
  /** urql's client for this viewer. Another one is made when the viewer changes, so that nothing of the last is left. */
  readonly client: Client;
  /** Grows with each new client: a `key` for what must not outlive its viewer. */
  readonly generation: number;
  /**
   * How many operations wait for the person: while `sessionEnded`, for a login, otherwise for the password
   * (`confirmPassword`). Ask for it, or `dismiss()` them.
   */
  readonly held: number;
};

export type Who =
  | {
      /** The server hasn't been asked yet, or hasn't answered. */
      readonly status: 'loading';
      readonly viewer: null;
    }
  | {
      readonly status: 'anonymous';
      readonly viewer: null;
      /** What made it so on this page: null where nobody was signed in before. */
      readonly left: 'logout' | 'deletion' | 'expiry' | null;
      /** Why the server couldn't be told of a logout yet; it will be by itself, unless somebody logs in before. */
      readonly unfinishedLogout: RequestError | null;
    }
  | {
      readonly status: 'signedIn';
      readonly viewer: Viewer;
      /** The server has refused this viewer since: ask for a login before anything else is sent. */
      readonly sessionEnded: boolean;
    }
  | {
      /** The server can't say who is signed in; it is asked again by itself. */
      readonly status: 'unreachable';
      readonly viewer: null;
      readonly error: RequestError;
    };

/** The state's one holder, with its listeners. */
export interface AuthStore {
  getState(): AuthState;
  subscribe(listener: () => void): () => void;
  /** Goes on with the client that is there. */
  update(who: Who): void;
  /** Goes on with a new client; what the old one still waits for is cut off. */
  replace(who: Who): void;
  /** Says how many operations are held. */
  hold(count: number): void;
}

/** Makes the holder. `makeClient` gets a signal that tells when its client's time is over. */
export function createAuthStore(makeClient: (signal: AbortSignal) => Client): AuthStore {
  const listeners = new Set<() => void>();
  let era = new AbortController();
  let state: AuthState = { status: 'loading', viewer: null, client: makeClient(era.signal), generation: 0, held: 0 };

  function set(next: AuthState): void {
    state = next;
    for (const listener of [...listeners]) {
      listener();
    }
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    update: (who) => set({ ...who, client: state.client, generation: state.generation, held: state.held }),
    replace(who) {
      const over = era;
      era = new AbortController();
      set({ ...who, client: makeClient(era.signal), generation: state.generation + 1, held: 0 });
      over.abort();
    },
    hold: (count) => set({ ...state, held: count }),
  };
}
