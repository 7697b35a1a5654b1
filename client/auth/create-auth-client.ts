import type { Exchange } from '@urql/core';
import { type AuthState, createAuthStore } from './auth-state.ts';
import {
  ChangePasswordDocument,
  DeleteAccountDocument,
  LoginDocument,
  LogoutDocument,
  SignupDocument,
  UpdateProfileDocument,
} from './generated/graphql.ts';
import { createGraphqlClient, defaultExchanges } from './graphql-client.ts';
import type {
  ChangePasswordInput,
  ChangePasswordResult,
  DeleteAccountInput,
  DeleteAccountResult,
  LoginInput,
  LoginResult,
  Outcome,
  SignupInput,
  SignupResult,
  UpdateProfileInput,
  UpdateProfileResult,
} from './operations.ts';
import type { RequestError } from './request-error.ts';
import { createRunner } from './run-operation.ts';
import { stayCurrent } from './stay-current.ts';
import { followViewer } from './viewer.ts';

export interface AuthClientOptions {
  /** Where the API is. By default `/graphql` on the page's own origin. */
  url?: string;
  /** After how many milliseconds without an answer a request counts as unanswered. By default 15,000. */
  timeoutMs?: number;
  /** urql's exchanges before the one that fetches, made anew for each viewer. By default urql's document cache. */
  exchanges?: () => Exchange[];
  /** By default the platform's own. A test in Node passes one that keeps cookies. */
  fetch?: typeof globalThis.fetch;
}

/** Accounts for a front end: who is signed in, and the operations. None of its promises rejects. */
export interface AuthClient {
  /** Who is signed in, as far as is known. The same object until something changes. */
  getState(): AuthState;
  /** Calls the listener after every change. While anybody listens it stays current by itself. Answers how to end. */
  subscribe(listener: () => void): () => void;
  /** Asks the server who is signed in. */
  refresh(): Promise<AuthState>;
  /** Creates an account and signs it in. */
  signup(input: SignupInput): Promise<Outcome<SignupResult>>;
  /** Logs in; a session that was open before ends. */
  login(input: LoginInput): Promise<Outcome<LoginResult>>;
  /** Logs out, and forgets who it was. True if there was a session. */
  logout(): Promise<Outcome<boolean>>;
  /** Changes what a person may change about themselves. Absent fields stay as they are; null clears. */
  updateProfile(input: UpdateProfileInput): Promise<Outcome<UpdateProfileResult>>;
  /** Changes the password; every other session of the user ends. */
  changePassword(input: ChangePasswordInput): Promise<Outcome<ChangePasswordResult>>;
  /** Deletes the account, and forgets it. */
  deleteAccount(input: DeleteAccountInput): Promise<Outcome<DeleteAccountResult>>;
}

/** Makes the client, once for a page. Nothing is sent until somebody listens or calls. */
export function createAuthClient(options: AuthClientOptions = {}): AuthClient {
  const settings = {
    url: options.url ?? '/graphql',
    timeoutMs: options.timeoutMs ?? 15_000,
    exchanges: options.exchanges ?? defaultExchanges,
    fetch: options.fetch ?? ((...request: Parameters<typeof fetch>) => fetch(...request)),
    onError: noteEndOfSession,
  };
  const store = createAuthStore((signal) => createGraphqlClient(settings, signal));
  const viewer = followViewer(store);
  const run = createRunner(store);

  function noteEndOfSession(error: RequestError): void {
    // After a password change whose new session couldn't be stored, the old one is gone, too.
    if (error.kind === 'sessionEnded' || (error.kind === 'unavailable' && error.passwordChanged)) {
      viewer.sessionEnded();
    }
  }

  return {
    getState: store.getState,
    subscribe: whileListened(store.subscribe, () => stayCurrent(store, viewer.refresh)),
    refresh: viewer.refresh,

    signup: (input) =>
      run('signup', SignupDocument, { input }, (result) => {
        switch (result.__typename) {
          case 'SignupSuccess':
            return viewer.begin(result.user);
          case 'AlreadyLoggedIn':
            // In another tab, then: this one doesn't know yet.
            return viewer.refresh().then(() => null);
          default:
            return null;
        }
      }),

    login: (input) =>
      run('login', LoginDocument, { input }, (result) =>
        result.__typename === 'LoginSuccess' ? viewer.begin(result.user) : null,
      ),

    logout: () =>
      run('logout', LogoutDocument, {}, () => {
        viewer.settle(null, 'logout');
        return null;
      }),

    updateProfile: (input) =>
      run('updateProfile', UpdateProfileDocument, { input }, (result) => {
        if (result.__typename === 'UpdateProfileSuccess') {
          viewer.settle(result.user);
        }
        return null;
      }),

    changePassword: (input) =>
      run('changePassword', ChangePasswordDocument, { input }, (result) => {
        if (result.__typename === 'ChangePasswordSuccess') {
          viewer.settle(result.user);
        }
        return null;
      }),

    deleteAccount: (input) =>
      run('deleteAccount', DeleteAccountDocument, { input }, (result) => {
        if (result.__typename === 'DeleteAccountSuccess') {
          viewer.settle(null, 'deletion');
        }
        return null;
      }),
  };
}

/** Starts with the first listener and stops after the last. */
function whileListened(subscribe: AuthClient['subscribe'], start: () => () => void): AuthClient['subscribe'] {
  let listeners = 0;
  let stop: (() => void) | undefined;
  return (listener) => {
    const unsubscribe = subscribe(listener);
    listeners += 1;
    stop ??= start();
    let active = true;
    return () => {
      if (active) {
        active = false;
        unsubscribe();
        listeners -= 1;
        if (listeners === 0) {
          stop?.();
          stop = undefined;
        }
      }
    };
  };
}
