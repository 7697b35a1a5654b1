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
  RevokeOtherSessionsResult,
  RevokeSessionResult,
  SignupInput,
  SignupResult,
  UpdateProfileInput,
  UpdateProfileResult,
} from '../operations.ts';
import { useAuthContext } from './auth-context.ts';
import { type OperationHook, useOperation } from './use-operation.ts';

/** Creates an account and signs it in: `const [{ issues, error, fetching }, signup] = useSignup()`. */
export function useSignup(): OperationHook<SignupInput, SignupResult> {
  return useOperation(useAuthContext().auth.signup);
}

/** Logs in. A guard leads on; a page needs to do nothing after a success. */
export function useLogin(): OperationHook<LoginInput, LoginResult> {
  return useOperation(useAuthContext().auth.login);
}

/** Logs out. Call it without an argument. */
export function useLogout(): OperationHook<void, boolean> {
  return useOperation<void, boolean>(useAuthContext().auth.logout);
}

/** Changes the profile: absent fields stay as they are, null clears. */
export function useUpdateProfile(): OperationHook<UpdateProfileInput, UpdateProfileResult> {
  return useOperation(useAuthContext().auth.updateProfile);
}

/** Changes the password. The viewer stays signed in here, and nowhere else. */
export function useChangePassword(): OperationHook<ChangePasswordInput, ChangePasswordResult> {
  return useOperation(useAuthContext().auth.changePassword);
}

/** Ends one of the viewer's sessions, by its id. */
export function useRevokeSession(): OperationHook<string, RevokeSessionResult> {
  return useOperation(useAuthContext().auth.revokeSession);
}

/** Ends all sessions of the viewer but this one. Call it without an argument. */
export function useRevokeOtherSessions(): OperationHook<void, RevokeOtherSessionsResult> {
  return useOperation<void, RevokeOtherSessionsResult>(useAuthContext().auth.revokeOtherSessions);
}

/** Deletes the account. */
export function useDeleteAccount(): OperationHook<DeleteAccountInput, DeleteAccountResult> {
  return useOperation(useAuthContext().auth.deleteAccount);
}

/** Proves the password for what waits for it (`held`), which is then sent again: for the dialog that asks. */
export function useConfirmPassword(): OperationHook<ConfirmPasswordInput, ConfirmPasswordResult> {
  return useOperation(useAuthContext().auth.confirmPassword);
}

/** Tells which rules a password would break. Call it when the person pauses: the service limits how often. */
export function useCheckPassword(): OperationHook<CheckPasswordInput, CheckPasswordResult> {
  return useOperation(useAuthContext().auth.checkPassword);
}
