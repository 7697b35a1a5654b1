import type { Exchange } from '@urql/core';
import type { AuthState } from './auth-state.ts';
import type {
  ChangePasswordInput,
  ChangePasswordResult,
  CheckPasswordInput,
  CheckPasswordResult,
  ConfirmPasswordInput,
  ConfirmPasswordResult,
  DeleteAccountInput,
  DeleteAccountResult,
  LoginInput,
  LoginResult,
  Outcome,
  PasswordPolicy,
  RevokeOtherSessionsResult,
  RevokeSessionResult,
  SignupInput,
  SignupResult,
  UpdateProfileInput,
  UpdateProfileResult,
} from './operations.ts';

export interface AuthClientOptions {
  /** Where the API is. By default `/graphql` on the page's own origin. */
  url?: string;
  /** After how many milliseconds without an answer a request counts as unanswered. By default 15,000. */
  timeoutMs?: number;
  /**
   * How often a query is sent while the service can't answer or isn't reached, with growing pauses, before its error is
   * answered. By default 8, which is about a minute. Mutations are sent once.
   */
  queryAttempts?: number;
  /**
   * Whether operations wait that the server has refused because the session has ended, or because it wants the password,
   * until the person has logged in, or given it. By default true. Without, their callers get the refusal.
   */
  holdsRefused?: boolean;
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
  /** Asks the server who is signed in. A session that has ended leaves the page as it is (`sessionEnded`). */
  refresh(): Promise<AuthState>;
  /** Creates an account and signs it in. */
  signup(input: SignupInput): Promise<Outcome<SignupResult>>;
  /** Logs in; a session that was open before ends. */
  login(input: LoginInput): Promise<Outcome<LoginResult>>;
  /**
   * Logs out: the page forgets at once who it was. True if there was a session. An error says that the server couldn't be
   * told; it will be as soon as it can be reached, unless somebody has logged in meanwhile (`unfinishedLogout`).
   */
  logout(): Promise<Outcome<boolean>>;
  /** Changes what a person may change about themselves. Absent fields stay as they are; null clears. */
  updateProfile(input: UpdateProfileInput): Promise<Outcome<UpdateProfileResult>>;
  /** Changes the password; every other session of the user ends. */
  changePassword(input: ChangePasswordInput): Promise<Outcome<ChangePasswordResult>>;
  /** Ends one of the viewer's sessions, by its id. To end this very one is to log out. */
  revokeSession(id: string): Promise<Outcome<RevokeSessionResult>>;
  /** Ends all sessions of the viewer but this one. */
  revokeOtherSessions(): Promise<Outcome<RevokeOtherSessionsResult>>;
  /** Deletes the account, and forgets it. */
  deleteAccount(input: DeleteAccountInput): Promise<Outcome<DeleteAccountResult>>;
  /** Proves the password for the operations that wait for it, and sends them again. */
  confirmPassword(input: ConfirmPasswordInput): Promise<Outcome<ConfirmPasswordResult>>;
  /**
   * Lets nothing wait any longer: the callers get the refusal that the server has given. Where the session has ended, the
   * page forgets who was signed in.
   */
  dismiss(): void;
  /** What a new password must be. Asked for once for each viewer. */
  passwordPolicy(): Promise<Outcome<PasswordPolicy>>;
  /** Which rules a password would break, for a form to show while somebody types. */
  checkPassword(input: CheckPasswordInput): Promise<Outcome<CheckPasswordResult>>;
}
