import { createAnswerOrder } from './answer-order.ts';
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
import { createHeldOperations } from './held-operations.ts';
import type { Outcome } from './operations.ts';
import { connectTabs } from './other-tabs.ts';
import { createOwedLogout } from './owed-logout.ts';
import { confirmPassword } from './password-proof.ts';
import { cookieBlocked, type RequestError } from './request-error.ts';
import { createRunner } from './run-operation.ts';
import type { Left } from './settle-viewer.ts';
import { shareInFlight } from './share-in-flight.ts';
import { stayCurrent } from './stay-current.ts';
import { followViewer, type ViewerChanges } from './viewer.ts';
import { whileListened } from './while-listened.ts';

/** Makes the client, once for a page. Nothing is sent until somebody listens or calls. */
export function createAuthClient(options: AuthClientOptions = {}): AuthClient {
  const url = options.url ?? '/graphql';
  const order = createAnswerOrder();
  const held = createHeldOperations((count) => store.hold(count));
  const settings = {
    url,
    timeoutMs: options.timeoutMs ?? 15_000,
    queryAttempts: options.queryAttempts ?? 8,
    exchanges: options.exchanges ?? defaultExchanges,
    fetch: options.fetch ?? ((...request: Parameters<typeof fetch>) => fetch(...request)),
    hold: options.holdsRefused === false ? null : { held, judge: (sentAt: number) => viewer.refusals.judge(sentAt) },
    believes: () => ({ viewer: store.getState().viewer?.id, sentAt: order.now() }),
    onError: followError,
  };
  const store: AuthStore = createAuthStore((signal) => createGraphqlClient(settings, signal));
  const run = createRunner(store);
  const once = shareInFlight();
  const endpoint = new URL(url, globalThis.location?.href ?? 'http://localhost').href;
  const tabs = connectTabs(endpoint, (news) => viewer.hear(news));
  const owedLogout = createOwedLogout(endpoint, () => run('logout', LogoutDocument, {}, () => null));
  const viewer: ViewerChanges = followViewer({ store, order, held, owedLogout, tell: tabs.tell });

  function followError(error: RequestError, sentAt: number): void {
    // After a change of the epoch whose new session couldn't be stored, the old one is gone, too.
    const isGone = error.kind === 'unavailable' && (error.passwordChanged || error.sessionsRevoked);
    if (isGone || error.kind === 'sessionEnded') {
      viewer.refusals.sessionEnded(sentAt);
    } else if (error.kind === 'viewerChanged') {
      void viewer.refresh();
    }
  }

  /** An operation that changes who is signed in may be done though its answer was lost: then the server knows. */
  async function reconciled<Result>(running: Promise<Outcome<Result>>, left?: Left): Promise<Outcome<Result>> {
    const outcome = await running;
    if (outcome.error?.kind === 'offline' || outcome.error?.kind === 'viewerChanged') {
      void viewer.refresh(left);
    }
    return outcome;
  }

  /** Before somebody comes, who has left is signed out, where the server can be reached; and not while they come. */
  async function afterLogout<Result>(enter: () => Promise<Outcome<Result>>): Promise<Outcome<Result>> {
    const { logout } = viewer;
    if (logout.isOwed()) {
      await logout.pay();
    }
    const isOwed = logout.isOwed();
    logout.cancel();
    const outcome = await reconciled(enter());
    if (isOwed && !store.getState().viewer) {
      logout.owe();
    }
    return outcome;
  }

  return {
    getState: store.getState,
    subscribe: whileListened(store.subscribe, () => stayCurrent(store, viewer, tabs)),
    refresh: () => viewer.refresh(),

    signup: (input) =>
      afterLogout(() =>
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
      afterLogout(() =>
        run('login', LoginDocument, { input }, (result) =>
          result.__typename === 'LoginSuccess' ? viewer.begin(result.user, cookieBlocked(false)) : null,
        ),
      ),

    logout: viewer.logout.logout,

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
        run('deleteAccount', DeleteAccountDocument, { input }, (result) => {
          if (result.__typename === 'DeleteAccountSuccess') {
            viewer.accountDeleted();
          }
          return null;
        }),
        'deletion',
      ),

    confirmPassword: (input) => once('', () => confirmPassword(held, input)),

    dismiss: viewer.refusals.dismiss,

    passwordPolicy: () => run('passwordPolicy', PasswordPolicyDocument, {}, () => null),

    checkPassword: (input) => run('checkPassword', CheckPasswordDocument, { input }, () => null),
  };
}
