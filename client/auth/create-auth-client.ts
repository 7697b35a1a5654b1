import type { AuthClient, AuthClientOptions } from './auth-client.ts';
import { createAuthStore } from './auth-state.ts';
import {
  ChangePasswordDocument,
  CheckPasswordDocument,
  DeleteAccountDocument,
  LoginDocument,
  LogoutDocument,
  PasswordPolicyDocument,
  SignupDocument,
  UpdateProfileDocument,
} from './generated/graphql.ts';
import { createGraphqlClient, defaultExchanges } from './graphql-client.ts';
import type { RequestError } from './request-error.ts';
import { createRunner } from './run-operation.ts';
import { stayCurrent } from './stay-current.ts';
import { followViewer } from './viewer.ts';
import { whileListened } from './while-listened.ts';

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

    passwordPolicy: () => run('passwordPolicy', PasswordPolicyDocument, {}, () => null),

    checkPassword: (input) => run('checkPassword', CheckPasswordDocument, { input }, () => null),
  };
}
