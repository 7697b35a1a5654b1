import type {
  ChangePasswordMutation,
  CheckPasswordMutation,
  DeleteAccountMutation,
  IssueFragment,
  LoginMutation,
  MySessionsQuery,
  PasswordPolicyQuery,
  RevokeOtherSessionsMutation,
  RevokeSessionMutation,
  SignupMutation,
  UpdateProfileMutation,
  ViewerFragment,
} from './generated/graphql.ts';
import type { RequestError } from './request-error.ts';

export type {
  ChangePasswordInput,
  CheckPasswordInput,
  DeleteAccountInput,
  LoginInput,
  SignupInput,
  UpdateProfileInput,
  ValidationCode,
} from './generated/graphql.ts';

/** The signed-in user. `operations/viewer.graphql` says which fields are asked for. */
export type Viewer = ViewerFragment;

/** One field that breaks one rule: `code` for programs, `message` for the person, `limit` if the rule has a number. */
export type ValidationIssue = IssueFragment;

/** What `signup` answers. Exhaustive: a `switch` over `__typename` needs no default. */
export type SignupResult = SignupMutation['signup'];
/** What `login` answers. */
export type LoginResult = LoginMutation['login'];
/** What `updateProfile` answers. */
export type UpdateProfileResult = UpdateProfileMutation['updateProfile'];
/** What `changePassword` answers. */
export type ChangePasswordResult = ChangePasswordMutation['changePassword'];
/** What `deleteAccount` answers. */
export type DeleteAccountResult = DeleteAccountMutation['deleteAccount'];
/** What `checkPassword` answers. */
export type CheckPasswordResult = CheckPasswordMutation['checkPassword'];

/** What `confirmPassword` takes. */
export interface ConfirmPasswordInput {
  password: string;
}

/** What `confirmPassword` answers: whether the password did for what had waited for it. */
export type ConfirmPasswordResult =
  | { __typename: 'PasswordConfirmed' }
  | Extract<UpdateProfileResult, { __typename: 'InvalidCredentials' | 'TooManyAttempts' }>;

/** What a new password must be. */
export type PasswordPolicy = PasswordPolicyQuery['passwordPolicy'];
/** One rule of it: `code` for programs, `help` for the person, `limit` if the rule has a number. */
export type PasswordRule = PasswordPolicy['rules'][number];

/** What `revokeSession` answers. */
export type RevokeSessionResult = RevokeSessionMutation['revokeSession'];
/** What `revokeOtherSessions` answers. */
export type RevokeOtherSessionsResult = RevokeOtherSessionsMutation['revokeOtherSessions'];

/** A device on which the viewer is signed in. Times are as RFC 3339 writes them. */
export type Session = MySessionsQuery['mySessions'][number];

/** How an operation ended: with an answer of its own, or with an error beside it. Never rejects, never both. */
export type Outcome<Result> = { data: Result; error: null } | { data: null; error: RequestError };
