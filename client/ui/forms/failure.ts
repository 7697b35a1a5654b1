import type { RequestError } from '../../auth/auth.ts';
import type { OperationState } from '../../auth/react.ts';

/** What a form shows of an answer that isn't a success. */
export interface Failure {
  /** For the form as a whole; null where its fields say everything. */
  message: string | null;
  /** A login is what helps. */
  offersLogin: boolean;
  /** For each field, by name. */
  fields: Readonly<Record<string, readonly string[]>>;
}

interface Answer {
  __typename: string;
  message?: string;
  issues?: readonly { field: string; code: string; message: string }[];
  retryAfterSeconds?: number;
}

/** Sorts an answer into what belongs to a field and what to the form. */
export function describeFailure<Input>(
  { data, error }: OperationState<Input, { __typename: string }>,
  passwordField: string | undefined,
): Failure {
  const answer = data as Answer | null;
  if (error) {
    // The end of a session is said above the page, whatever part of it has met it.
    const message = error.kind === 'sessionEnded' ? null : describeError(error);
    return { message, offersLogin: asksForLogin(error), fields: {} };
  }
  switch (answer?.__typename) {
    case 'ValidationFailed':
      if (wantsPassword(answer)) {
        // The dialog that asks for it was closed.
        return { message: 'Not saved: this change needs your current password.', offersLogin: false, fields: {} };
      }
      return { message: answer.message ?? null, offersLogin: false, fields: messagesByField(answer.issues ?? []) };
    case 'InvalidCredentials':
      return passwordField
        ? { message: null, offersLogin: false, fields: { [passwordField]: ['This isn’t your current password.'] } }
        : { message: answer.message ?? null, offersLogin: false, fields: {} };
    case 'TooManyAttempts':
      return {
        message: `Too many attempts. Try again ${inTime(answer.retryAfterSeconds)}.`,
        offersLogin: false,
        fields: {},
      };
    default:
      return { message: answer?.message ?? null, offersLogin: false, fields: {} };
  }
}

function wantsPassword({ issues = [] }: Answer): boolean {
  return issues.length > 0 && issues.every(({ code }) => code === 'CURRENT_PASSWORD_REQUIRED');
}

function messagesByField(issues: readonly { field: string; message: string }[]): Failure['fields'] {
  const fields: Record<string, string[]> = {};
  for (const { field, message } of issues) {
    fields[field] = [...(fields[field] ?? []), message];
  }
  return fields;
}

function describeError(error: RequestError): string {
  if (error.kind !== 'unavailable') {
    return error.message;
  }
  if (error.accountCreated) {
    return 'Your account was created, but signing you in didn’t work. Log in now.';
  }
  if (error.passwordChanged) {
    return 'Your password was changed, and you were signed out. Log in with the new one.';
  }
  return `The service can’t answer now; nothing is lost. Try again ${inTime(error.retryAfterSeconds)}.`;
}

function asksForLogin(error: RequestError): boolean {
  return error.kind === 'unavailable' && (error.accountCreated || error.passwordChanged);
}

/** `in 15 minutes`, in words that a person would use. */
export function inTime(seconds = 0): string {
  if (seconds < 90) {
    return `in ${Math.max(1, seconds)} ${seconds <= 1 ? 'second' : 'seconds'}`;
  }
  return seconds < 5400 ? `in ${Math.ceil(seconds / 60)} minutes` : `in ${Math.ceil(seconds / 3600)} hours`;
}
