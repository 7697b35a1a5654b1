import type { OperationReport } from '../observation.ts';
import type { Context } from './context.ts';
import { ERROR_CODES } from './errors.ts';
import type { OperationResult } from './operation.ts';
import { nameOperation } from './operation-name.ts';

const CODES: ReadonlySet<unknown> = new Set(ERROR_CODES);

/** Tells what became of an operation, for whoever watches. */
export function reportOperation(context: Context, result: OperationResult, milliseconds: number): OperationReport {
  const { read, caller } = context;
  return {
    name: read ? nameOperation(read) : 'invalid',
    kind: read ? (read.operation.operation as OperationReport['kind']) : null,
    outcome: outcomeOf(result, context),
    milliseconds,
    requestId: caller.requestId,
  };
}

function outcomeOf({ errors }: OperationResult, { failure }: Context): string {
  const [first] = errors ?? [];
  if (!first) {
    return failure ?? 'success';
  }
  // What a resolver of one's own throws may have any code, and any number of them.
  const { code } = first.extensions;
  return CODES.has(code) ? String(code) : 'OTHER';
}
