import type { AuthClient, AuthClientOptions } from './auth-client.ts';
import { type AuthStore, createAuthStore } from './auth-state.ts';
import {
  ChangePasswordDocument,
  CheckPasswordDocument,
  DeleteAccountDocument,
  LoginDocument,
  LogoutDocument,
  PasswordPolicyDocument,
  RevokeOtherSessionsDocument,
  RevokeSessionDocument,
  SignupDocument,
  UpdateProfileDocument,
} from './generated/graphql.ts';
import { createGraphqlClient, defaultExchanges } from './graphql-client.ts';
import type { Outcome } from './operations.ts';
import { connectTabs } from './other-tabs.ts';
import { cookieBlocked, type RequestError } from './request-error.ts';
import { createRunner } from './run-operation.ts';
import { stayCurrent } from './stay-current.ts';
import { followViewer, type ViewerChanges } from './viewer.ts';
import { whileListened } from './while-listened.ts';

/** Makes the client, once for a page. Nothing is sent until somebody listens or calls. */
export function createAuthClient(options: AuthClientOptions = {}): AuthClient {
  const settings = {
    url: options.url ?? '/graphql',
    timeoutMs: options.timeoutMs ?? 15_000,
    exchanges: options.exchanges ?? defaultExchanges,
    fetch: options.fetch ?? ((...request: Parameters<typeof fetch>) => fetch(...request)),
    believes: () => ({ viewer: store.getState().viewer?.id, sentAt: viewer.now() }),
    onError: followError,
  };
  const store: AuthStore = createAuthStore((signal) => createGraphqlClient(settings, signal));
  const tabs = connectTabs(new URL(settings.url, globalThis.location?.href ?? 'http://localhost').href, (news) =>
    viewer.hear(news),
  );
  const viewer: ViewerChanges = followViewer(store, tabs.tell);
  const run = createRunner(store);

  function followError(error: RequestError, sentAt: number): void {
    // After a change of the epoch whose new session couldn't be stored, the old one is gone, too.
    const isGone = error.kind === 'unavailable' && (error.passwordChanged || error.sessionsRevoked);
    if (isGone || error.kind === 'sessionEnded') {
      viewer.sessionEnded(sentAt);
    } else if (error.kind === 'viewerChanged') {
      void viewer.refresh();
    }
  }

  /** An operation that changes who is signed in may be done though its answer was lost: then the server knows. */
  async function reconciled<Result>(
    left: 'logout' | 'expiry',
    running: Promise<Outcome<Result>>,
  ): Promise<Outcome<Result>> {
    const outcome = await running;
    if (outcome.error?.kind === 'offline' || outcome.error?.kind === 'viewerChanged') {
      void viewer.refresh(left);
    }
    return outcome;
  }

  return {
    getState: store.getState,
    subscribe: whileListened(store.subscribe, () => stayCurrent(store, viewer, tabs)),
    refresh: () => viewer.refresh(),

    signup: (input) =>
      reconciled(
        'expiry',
        run('signup', SignupDocument, { input }, (result) => {
          switch (result.__typename) {
            case 'SignupSuccess':
              return viewer.begin(result.user, cookieBlocked(true));
            case 'AlreadyLoggedIn':
              // In another tab, then: this one doesn't know yet.
              return viewer.refresh().then(() => null);
            default:
              return null;
          }
        }),
      ),

    login: (input) =>
      reconciled(
        'expiry',
        run('login', LoginDocument, { input }, (result) =>
          result.__typename === 'LoginSuccess' ? viewer.begin(result.user, cookieBlocked(false)) : null,
        ),
      ),

    logout: () =>
      reconciled(
        'logout',
        run('logout', LogoutDocument, {}, () => {
          viewer.leave('logout');
          return null;
        }),
      ),

    updateProfile: (input) =>
      run('updateProfile', UpdateProfileDocument, { input }, (result) => {
        if (result.__typename === 'UpdateProfileSuccess') {
          viewer.changed(result.user);
        }
        return null;
      }),

    changePassword: (input) =>
      run('changePassword', ChangePasswordDocument, { input }, (result) => {
        if (result.__typename === 'ChangePasswordSuccess') {
          viewer.changed(result.user);
        }
        return null;
      }),

    revokeSession: (id) =>
      run('revokeSession', RevokeSessionDocument, { id }, (result) =>
        // It may have been this very one.
        result.__typename === 'RevokeSessionSuccess' ? viewer.refresh('logout').then(() => null) : null,
      ),

    revokeOtherSessions: () =>
      run('revokeOtherSessions', RevokeOtherSessionsDocument, {}, (result) => {
        if (result.__typename === 'RevokeOtherSessionsSuccess') {
          viewer.changed(result.user);
        }
        return null;
      }),

    deleteAccount: (input) =>
      reconciled(
        'expiry',
        run('deleteAccount', DeleteAccountDocument, { input }, (result) => {
          if (result.__typename === 'DeleteAccountSuccess') {
            viewer.leave('deletion');
          }
          return null;
        }),
      ),

    passwordPolicy: () => run('passwordPolicy', PasswordPolicyDocument, {}, () => null),

    checkPassword: (input) => run('checkPassword', CheckPasswordDocument, { input }, () => null),
  };
}
