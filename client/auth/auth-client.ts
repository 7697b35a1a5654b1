import type { Exchange } from '@urql/core';
import type { AuthState } from './auth-state.ts';
import type {
  ChangePasswordInput,
  ChangePasswordResult,
  CheckPasswordInput,
  CheckPasswordResult,
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
  /** Ends one of the viewer's sessions, by its id. To end this very one is to log out. */
  revokeSession(id: string): Promise<Outcome<RevokeSessionResult>>;
  /** Ends all sessions of the viewer but this one. */
  revokeOtherSessions(): Promise<Outcome<RevokeOtherSessionsResult>>;
  /** Deletes the account, and forgets it. */
  deleteAccount(input: DeleteAccountInput): Promise<Outcome<DeleteAccountResult>>;
  /** What a new password must be. Asked for once for each viewer. */
  passwordPolicy(): Promise<Outcome<PasswordPolicy>>;
  /** Which rules a password would break, for a form to show while somebody types. */
  checkPassword(input: CheckPasswordInput): Promise<Outcome<CheckPasswordResult>>;
}
