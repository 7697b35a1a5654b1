import { makeOperation, type Operation, type OperationResult } from '@urql/core';
import type { HeldOperation, HeldOperations } from './held-operations.ts';
import type { ConfirmPasswordInput, ConfirmPasswordResult, Outcome } from './operations.ts';
import { toRequestError } from './request-error.ts';

/** What goes with an operation that is sent again with the password. */
export interface Proof {
  of: HeldOperation;
  settle(result: OperationResult): void;
}

interface Answer {
  __typename?: string;
  message?: string;
  retryAfterSeconds?: number;
  issues?: readonly { field?: string; code?: string }[];
}

/**
 * Whether nothing but the password is missing: a mutation of one field wants `currentPassword` in its `input`, and has
 * no other objection. With a second field, sending it again could do that one twice.
 */
export function needsPassword({ operation, data }: OperationResult): boolean {
  const issues = theOnlyAnswer(data)?.issues ?? [];
  return (
    inputOf(operation) !== null &&
    issues.length > 0 &&
    issues.every(({ field, code }) => field === 'currentPassword' && code === 'CURRENT_PASSWORD_REQUIRED')
  );
}

/** The failure that says that the password didn't do, if it didn't. */
export function refusedProof({ data }: OperationResult): ConfirmPasswordResult | null {
  const { __typename, message = '', retryAfterSeconds = 60 } = theOnlyAnswer(data) ?? {};
  switch (__typename) {
    case 'InvalidCredentials':
      return { __typename, message };
    case 'TooManyAttempts':
      return { __typename, message, retryAfterSeconds };
    default:
      return null;
  }
}

/** Sends what waits for the password again with it, one after the other, until one finds it wrong. */
export async function confirmPassword(
  held: HeldOperations,
  { password }: ConfirmPasswordInput,
): Promise<Outcome<ConfirmPasswordResult>> {
  for (let one = held.firstForPassword(); one; one = held.firstForPassword()) {
    const result = await sendWithPassword(one, password);
    const refused = refusedProof(result);
    if (refused) {
      return { data: refused, error: null };
    }
    if (result.error) {
      return { data: null, error: toRequestError(result.error) };
    }
  }
  return { data: { __typename: 'PasswordConfirmed' }, error: null };
}

function sendWithPassword(one: HeldOperation, currentPassword: string): Promise<OperationResult> {
  const { operation } = one.refusal;
  const variables = { ...operation.variables, input: { ...inputOf(operation), currentPassword } };
  return new Promise((settle) => {
    const proof: Proof = { of: one, settle };
    one.isUnderWay = true;
    one.send(makeOperation('mutation', { ...operation, variables }, { ...operation.context, proof }));
  });
}

function inputOf({ kind, variables }: Operation): object | null {
  const input: unknown = kind === 'mutation' ? variables?.input : null;
  return typeof input === 'object' ? input : null;
}

function theOnlyAnswer(data: unknown): Answer | null {
  const answers = Object.values(data ?? {});
  return answers.length === 1 ? answers[0] : null;
}
