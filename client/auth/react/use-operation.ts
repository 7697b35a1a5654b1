import { useCallback, useRef, useState } from 'react';
import { type FieldIssues, fieldIssues } from '../field-issues.ts';
import type { Outcome } from '../operations.ts';
import type { RequestError } from '../request-error.ts';

/** How an operation of this component stands. */
export interface OperationState<Input, Result> {
  /** True from the call to the answer. */
  fetching: boolean;
  /** The last answer: a member of the operation's result union. */
  data: Result | null;
  /** What went wrong beside the union, instead of an answer. */
  error: RequestError | null;
  /** The last answer's issues, by the input's fields. */
  issues: FieldIssues<Input>;
  /** How many answers there have been: tells one from another that says the same. */
  answers: number;
}

export type OperationHook<Input, Result> = [OperationState<Input, Result>, (input: Input) => Promise<Outcome<Result>>];

const IDLE = { fetching: false, data: null, error: null, issues: {}, answers: 0 };

/** Binds an operation to a component's state. */
export function useOperation<Input, Result>(
  perform: (input: Input) => Promise<Outcome<Result>>,
): OperationHook<Input, Result> {
  const [state, setState] = useState<OperationState<Input, Result>>(IDLE);
  const calls = useRef(0);
  const execute = useCallback(
    async (input: Input) => {
      calls.current += 1;
      const call = calls.current;
      // The last answer stays until the next one is there: no form loses its messages while it waits.
      setState((last) => ({ ...last, fetching: true }));
      const outcome = await perform(input);
      // An answer that a later call has overtaken is its caller's alone: what is shown is about the last input.
      if (call === calls.current) {
        const issues = fieldIssues<Input>(outcome.data);
        setState(({ answers }) => ({ ...outcome, fetching: false, issues, answers: answers + 1 }));
      }
      return outcome;
    },
    [perform],
  );
  return [state, execute];
}
