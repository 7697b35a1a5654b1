// What the package offers to React, on top of auth.ts.
export { AnonymousOnly } from './react/anonymous-only.tsx';
export type { AuthPaths } from './react/auth-context.ts';
export { AuthProvider, type AuthProviderProps } from './react/auth-provider.tsx';
export { type GuardProps, RequireViewer } from './react/require-viewer.tsx';
export { type MySessions, useMySessions } from './react/use-my-sessions.ts';
export type { OperationHook, OperationState } from './react/use-operation.ts';
export {
  useChangePassword,
  useCheckPassword,
  useConfirmPassword,
  useDeleteAccount,
  useLogin,
  useLogout,
  useRevokeOtherSessions,
  useRevokeSession,
  useSignup,
  useUpdateProfile,
} from './react/use-operations.ts';
export { useOwnMutation } from './react/use-own-mutation.ts';
export { type PasswordPolicyState, usePasswordPolicy } from './react/use-password-policy.ts';
export { useDismiss, useRefresh, useRequiredViewer, useViewer } from './react/use-viewer.ts';
