// Checked by `npm run types`: what must not compile stands below a line that expects its error.
import {
  type AuthState,
  type CheckPasswordResult,
  createAuthClient,
  fieldIssues,
  type LoginResult,
  type RequestError,
  type SignupInput,
  type SignupResult,
  type UpdateProfileInput,
} from './auth.ts';
import {
  useChangePassword,
  useCheckPassword,
  useLogin,
  useLogout,
  usePasswordPolicy,
  useRequiredViewer,
  useSignup,
  useViewer,
} from './react.ts';

const auth = createAuthClient();

// A result is exhaustive in a switch.
export function describe(result: SignupResult): string {
  switch (result.__typename) {
    case 'SignupSuccess':
      return result.user.username;
    case 'ValidationFailed':
      return result.issues.map(({ code, limit }) => `${code} ${limit ?? ''}`).join();
    case 'AlreadyLoggedIn':
      return result.message;
    case 'TooManyAttempts':
      return String(result.retryAfterSeconds);
  }
}

// @ts-expect-error -- TooManyAttempts is forgotten
export function forgetful(result: LoginResult): string {
  switch (result.__typename) {
    case 'LoginSuccess':
      return result.user.username;
    case 'InvalidCredentials':
      return result.message;
  }
}

export function impossible(result: LoginResult): boolean {
  // @ts-expect-error -- login answers no issues
  return result.__typename === 'ValidationFailed';
}

// So is what can go wrong beside it.
export function explain(error: RequestError): string | number {
  switch (error.kind) {
    case 'offline':
    case 'sessionEnded':
    case 'forbidden':
    case 'cookieBlocked':
    case 'viewerChanged':
      return error.message;
    case 'unavailable':
      return error.accountCreated ? 'Log in.' : error.retryAfterSeconds;
    case 'unexpected':
      return error.code ?? error.message;
  }
}

// Issues are found at the fields of the input's own type.
export function Issues() {
  const [{ issues, data, error, fetching }, signup] = useSignup();
  const [change] = useChangePassword();
  void signup({ username: 'ada', password: 'x', passwordConfirmation: 'x' });
  // @ts-expect-error -- there is no such field
  void issues.usernam;
  // @ts-expect-error -- that one belongs to another input
  void change.issues.username;
  // @ts-expect-error -- a password is missing
  void signup({ username: 'ada', password: 'x' });
  // @ts-expect-error -- a field that the input doesn't have
  void signup({ username: 'ada', password: 'x', passwordConfirmation: 'x', isStaff: true });
  return [issues.username?.[0]?.code, change.issues.newPassword?.[0]?.limit, data?.__typename, error?.kind, fetching];
}

export const sorted = fieldIssues<UpdateProfileInput>({}).email;
// @ts-expect-error -- UpdateProfileInput has no username
export const misspelt = fieldIssues<UpdateProfileInput>({}).username;
// @ts-expect-error -- no code is called so
export const miscoded = fieldIssues<SignupInput>({}).username?.[0]?.code === 'TAKEN';

// Null clears and absent leaves; a name can't be null where the schema asks for one.
void auth.updateProfile({ email: null });
// @ts-expect-error -- a username can't be changed
void auth.updateProfile({ username: 'grace' });
// @ts-expect-error -- null is no username
void auth.login({ username: null, password: 'x' });

// An outcome has an answer or an error, never both and never neither.
export async function outcome() {
  const { data, error } = await auth.login({ username: 'ada', password: 'x', remember: true });
  if (error) {
    const nothing: null = data;
    return nothing;
  }
  return data.__typename;
}

// Only a signed-in state has a viewer.
export function greeting(state: AuthState): string {
  // @ts-expect-error -- nobody may be signed in
  void state.viewer.username;
  return state.status === 'signedIn' ? state.viewer.username : state.status;
}

export function Viewer() {
  const { viewer } = useViewer();
  const required = useRequiredViewer();
  const [, logout] = useLogout();
  const [{ issues }] = useLogin();
  void logout();
  // @ts-expect-error -- null for an anonymous visitor
  void viewer.username;
  // @ts-expect-error -- the password is never answered
  void required.password;
  return [required.username, viewer?.firstName, issues.password];
}

// The policy can be shown, and a check's answer matched with it by code.
export function Rules() {
  const { rules, error } = usePasswordPolicy();
  const [{ data }, check] = useCheckPassword();
  void check({ password: 'x', username: 'ada', email: null });
  // @ts-expect-error -- there is no password to check
  void check({ username: 'ada' });
  // @ts-expect-error -- rules have no such code
  void rules.some(({ code }) => code === 'WEAK');
  const unmet = data?.__typename === 'CheckPasswordSuccess' ? data.unmet : [];
  return rules.map(({ code, help, limit }) => [help, limit, unmet.some((issue) => issue.code === code), error?.kind]);
}

export function checked(result: CheckPasswordResult): number {
  switch (result.__typename) {
    case 'CheckPasswordSuccess':
      return result.unmet.length;
    case 'TooManyAttempts':
      return result.retryAfterSeconds;
  }
}
