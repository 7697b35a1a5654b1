import type { Exchange, Operation, OperationResult } from '@urql/core';
import { filter, makeSubject, merge, pipe, tap } from 'wonka';
import type { HeldOperations, WaitsFor } from './held-operations.ts';
import { needsPassword, type Proof, refusedProof } from './password-proof.ts';
import { toRequestError } from './request-error.ts';

/** What is to be done with an operation that was refused for want of a session. */
export type Verdict = 'hold' | 'sendAgain' | 'answer';

export interface HoldOptions {
  held: HeldOperations;
  /** Judges a refusal by the place in the viewer's count at which the operation was sent. */
  judge: (sentAt: number) => Verdict;
}

/**
 * Holds back what the server has refused until the person has logged in, or given the password: its caller waits, and
 * gets the answer as if nothing had happened. To send it again is safe: a refused operation never half-ran.
 */
export function holdExchange({ held, judge }: HoldOptions): Exchange {
  return ({ forward }) =>
    (operations$) => {
      const again = makeSubject<Operation>();
      const answers = makeSubject<OperationResult>();

      function hold(waitsFor: WaitsFor, refusal: OperationResult): false {
        held.add({ waitsFor, refusal, send: again.next, answer: answers.next });
        return false;
      }

      /** Answers whether the result goes on to its caller. */
      function isFinal(result: OperationResult): boolean {
        const { sentAt, proof } = result.operation.context;
        if (proof && !settleProof(held, proof, result)) {
          return false;
        }
        switch (isSessionRefusal(result) ? judge(sentAt) : 'answer') {
          case 'hold':
            return hold('login', result);
          case 'sendAgain':
            again.next(result.operation);
            return false;
          default:
            // Where the password is wanted again in spite of it, to ask for it again could go on for ever.
            return proof !== undefined || !needsPassword(result) || hold('password', result);
        }
      }

      const forgetTornDown = tap(({ kind, key }: Operation) => kind === 'teardown' && held.forget(key));
      const results$ = forward(merge([pipe(operations$, forgetTornDown), again.source]));
      return merge([answers.source, pipe(results$, filter(isFinal))]);
    };
}

/** An operation that needs a session is refused as a whole, before any of it runs. */
function isSessionRefusal({ data, error }: OperationResult): boolean {
  return !data && error !== undefined && toRequestError(error).kind === 'sessionEnded';
}

/** With a password that didn't do, the operation goes on waiting, unless it was dismissed. Answers whether it did. */
function settleProof(held: HeldOperations, { of, settle }: Proof, result: OperationResult): boolean {
  const isWaiting = refusedProof(result) !== null && held.has(of);
  of.isUnderWay = false;
  if (!isWaiting) {
    held.remove(of);
  }
  settle(result);
  return !isWaiting;
}
