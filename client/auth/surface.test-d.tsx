// Checked by `npm run types`: what every export of the package is, so that none changes unseen.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Client, Exchange } from '@urql/core';
import type { ReactNode } from 'react';
import {
  type AuthClient,
  type AuthClientOptions,
  type AuthState,
  type ChangePasswordInput,
  type ChangePasswordResult,
  type CheckPasswordInput,
  type CheckPasswordResult,
  type ConfirmPasswordInput,
  type ConfirmPasswordResult,
  type createAuthClient,
  type DeleteAccountInput,
  type DeleteAccountResult,
  type FieldIssues,
  type LoginInput,
  type LoginResult,
  loginPathFor,
  type Outcome,
  type PasswordPolicy,
  type PasswordRule,
  type RequestError,
  type RevokeOtherSessionsResult,
  type RevokeSessionResult,
  type Session,
  type SignupInput,
  type SignupResult,
  safeNextPath,
  type toRequestError,
  type UpdateProfileInput,
  type UpdateProfileResult,
  type ValidationCode,
  type ValidationIssue,
  type Viewer,
  type Who,
} from './auth.ts';
import {
  AnonymousOnly,
  type AuthPaths,
  AuthProvider,
  type AuthProviderProps,
  type GuardProps,
  type MySessions,
  type OperationHook,
  type OperationState,
  type PasswordPolicyState,
  RequireViewer,
  type useChangePassword,
  type useCheckPassword,
  type useConfirmPassword,
  type useDeleteAccount,
  type useDismiss,
  type useLogin,
  type useLogout,
  type useMySessions,
  useOwnMutation,
  type usePasswordPolicy,
  type useRefresh,
  type useRequiredViewer,
  type useRevokeOtherSessions,
  type useRevokeSession,
  type useSignup,
  type useUpdateProfile,
  type useViewer,
} from './react.ts';

type Is<Left, Right> = (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : false;
const holds = <Claim extends true>(claim?: Claim) => claim;
type Names<Union extends { __typename: string }> = Union['__typename'];

// The core.
holds<Is<typeof createAuthClient, (options?: AuthClientOptions) => AuthClient>>();
holds<
  Is<
    AuthClientOptions,
    {
      url?: string;
      timeoutMs?: number;
      queryAttempts?: number;
      holdsRefused?: boolean;
      exchanges?: () => Exchange[];
      fetch?: typeof globalThis.fetch;
    }
  >
>();
interface Operations {
  signup(input: SignupInput): Promise<Outcome<SignupResult>>;
  login(input: LoginInput): Promise<Outcome<LoginResult>>;
  logout(): Promise<Outcome<boolean>>;
  updateProfile(input: UpdateProfileInput): Promise<Outcome<UpdateProfileResult>>;
  changePassword(input: ChangePasswordInput): Promise<Outcome<ChangePasswordResult>>;
  revokeSession(id: string): Promise<Outcome<RevokeSessionResult>>;
  revokeOtherSessions(): Promise<Outcome<RevokeOtherSessionsResult>>;
  deleteAccount(input: DeleteAccountInput): Promise<Outcome<DeleteAccountResult>>;
  confirmPassword(input: ConfirmPasswordInput): Promise<Outcome<ConfirmPasswordResult>>;
  passwordPolicy(): Promise<Outcome<PasswordPolicy>>;
  checkPassword(input: CheckPasswordInput): Promise<Outcome<CheckPasswordResult>>;
}
holds<Is<Pick<AuthClient, keyof Operations>, Pick<Operations, keyof Operations>>>();
holds<Is<Exclude<keyof AuthClient, keyof Operations>, 'getState' | 'subscribe' | 'refresh' | 'dismiss'>>();
holds<Is<AuthClient['dismiss'], () => void>>();
holds<Is<AuthState, Who & { readonly client: Client; readonly generation: number; readonly held: number }>>();
holds<Is<Who['status'], 'loading' | 'anonymous' | 'signedIn' | 'unreachable'>>();
holds<Is<Extract<Who, { status: 'anonymous' }>['unfinishedLogout'], RequestError | null>>();
holds<Is<Extract<Who, { status: 'anonymous' }>['left'], 'logout' | 'deletion' | 'expiry' | null>>();
holds<Is<Extract<Who, { status: 'signedIn' }>['viewer'], Viewer>>();
holds<Is<ReturnType<typeof toRequestError>, RequestError>>();
holds<
  Is<
    RequestError['kind'],
    'offline' | 'unavailable' | 'sessionEnded' | 'forbidden' | 'cookieBlocked' | 'viewerChanged' | 'unexpected'
  >
>();
holds<Is<FieldIssues<LoginInput>['username'], readonly ValidationIssue[] | undefined>>();
export const path: string = safeNextPath(null, location.origin, loginPathFor('/login', '/profile'));
// @ts-expect-error -- without the page's own origin, nobody can say whether a path leads away
safeNextPath('/profile');

// Inputs: what must be there, and what may be.
type Required<Input> = { [Key in keyof Input]-?: undefined extends Input[Key] ? never : Key }[keyof Input];
holds<Is<Required<SignupInput>, 'username' | 'password' | 'passwordConfirmation'>>();
holds<Is<Required<LoginInput>, 'username' | 'password'>>();
holds<Is<Required<UpdateProfileInput>, never>>();
holds<Is<keyof UpdateProfileInput, 'email' | 'firstName' | 'lastName' | 'currentPassword'>>();
holds<Is<Required<ChangePasswordInput>, 'currentPassword' | 'newPassword' | 'newPasswordConfirmation'>>();
holds<Is<Required<DeleteAccountInput>, 'password'>>();
holds<Is<Required<CheckPasswordInput>, 'password'>>();
holds<Is<ConfirmPasswordInput, { password: string }>>();

// Results: the unions of the schema.
holds<Is<Names<SignupResult>, 'SignupSuccess' | 'ValidationFailed' | 'AlreadyLoggedIn' | 'TooManyAttempts'>>();
holds<Is<Names<LoginResult>, 'LoginSuccess' | 'InvalidCredentials' | 'TooManyAttempts'>>();
type Refusals = 'ValidationFailed' | 'InvalidCredentials' | 'TooManyAttempts';
holds<Is<Names<UpdateProfileResult>, 'UpdateProfileSuccess' | Refusals>>();
holds<Is<Names<ChangePasswordResult>, 'ChangePasswordSuccess' | Refusals>>();
holds<Is<Names<DeleteAccountResult>, 'DeleteAccountSuccess' | 'InvalidCredentials' | 'TooManyAttempts'>>();
holds<Is<Names<ConfirmPasswordResult>, 'PasswordConfirmed' | 'InvalidCredentials' | 'TooManyAttempts'>>();
holds<Is<Names<RevokeSessionResult>, 'RevokeSessionSuccess' | 'SessionNotFound'>>();
holds<Is<Names<RevokeOtherSessionsResult>, 'RevokeOtherSessionsSuccess' | 'TooManyAttempts'>>();
holds<Is<Names<CheckPasswordResult>, 'CheckPasswordSuccess' | 'TooManyAttempts'>>();
holds<Is<Extract<ConfirmPasswordResult, { __typename: 'TooManyAttempts' }>['retryAfterSeconds'], number>>();
holds<Is<PasswordPolicy['rules'][number], PasswordRule>>();
holds<Is<PasswordRule['code'], ValidationCode>>();
holds<Is<ValidationIssue['code'], ValidationCode>>();
holds<Is<Session['current'], boolean>>();
holds<Is<Viewer['email'], string | null>>();
// @ts-expect-error -- a failure has no user
export const user = (result: LoginResult) => result.user;

// React's part.
holds<Is<OperationHook<LoginInput, LoginResult>[0], OperationState<LoginInput, LoginResult>>>();
holds<Is<ReturnType<typeof useSignup>, OperationHook<SignupInput, SignupResult>>>();
holds<Is<ReturnType<typeof useLogin>, OperationHook<LoginInput, LoginResult>>>();
holds<Is<ReturnType<typeof useLogout>, OperationHook<void, boolean>>>();
holds<Is<ReturnType<typeof useUpdateProfile>, OperationHook<UpdateProfileInput, UpdateProfileResult>>>();
holds<Is<ReturnType<typeof useChangePassword>, OperationHook<ChangePasswordInput, ChangePasswordResult>>>();
holds<Is<ReturnType<typeof useDeleteAccount>, OperationHook<DeleteAccountInput, DeleteAccountResult>>>();
holds<Is<ReturnType<typeof useConfirmPassword>, OperationHook<ConfirmPasswordInput, ConfirmPasswordResult>>>();
holds<Is<ReturnType<typeof useCheckPassword>, OperationHook<CheckPasswordInput, CheckPasswordResult>>>();
holds<Is<ReturnType<typeof useRevokeSession>, OperationHook<string, RevokeSessionResult>>>();
holds<Is<ReturnType<typeof useRevokeOtherSessions>, OperationHook<void, RevokeOtherSessionsResult>>>();
holds<Is<ReturnType<typeof useViewer>, AuthState>>();
holds<Is<ReturnType<typeof useRequiredViewer>, Viewer>>();
holds<Is<ReturnType<typeof useRefresh>, () => Promise<AuthState>>>();
holds<Is<ReturnType<typeof useDismiss>, () => void>>();
holds<Is<ReturnType<typeof useMySessions>, MySessions>>();
holds<Is<MySessions['sessions'], readonly Session[] | null>>();
holds<Is<ReturnType<typeof usePasswordPolicy>, PasswordPolicyState>>();
holds<Is<PasswordPolicyState['rules'], readonly PasswordRule[]>>();
holds<Is<Parameters<typeof RequireViewer>[0], GuardProps>>();
holds<Is<AuthPaths, { login: string; home: string }>>();

declare const addNote: TypedDocumentNode<{ addNote: { id: string } }, { text: string }>;
export function OwnMutation(): ReactNode {
  const [{ data, issues }, add] = useOwnMutation(addNote, 'addNote');
  void add({ text: 'Hello' });
  // @ts-expect-error -- the mutation has no such field
  useOwnMutation(addNote, 'addNotes');
  // @ts-expect-error -- a text is no number
  void add({ text: 1 });
  return [data?.id, issues.text?.[0]?.message];
}

export function Page({ auth, children }: AuthProviderProps): ReactNode {
  return (
    <AuthProvider auth={auth} paths={{ login: '/sign-in' }} navigate={(to) => Promise.resolve(to)}>
      <RequireViewer fallback={<p>Loading…</p>}>{children}</RequireViewer>
      <AnonymousOnly>{children}</AnonymousOnly>
      {/* @ts-expect-error -- there is no such path */}
      <AuthProvider auth={auth} paths={{ logout: '/' }}>
        {children}
      </AuthProvider>
    </AuthProvider>
  );
}
