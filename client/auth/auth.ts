// What the package offers to any front end. React's part is react.ts.
export type { AuthClient, AuthClientOptions } from './auth-client.ts';
export type { AuthState, Who } from './auth-state.ts';
export { createAuthClient } from './create-auth-client.ts';
export { type FieldIssues, fieldIssues } from './field-issues.ts';
export { loginPathFor, safeNextPath } from './next-path.ts';
export type * from './operations.ts';
export { type RequestError, toRequestError } from './request-error.ts';
