import type { CombinedError, Exchange, Operation } from '@urql/core';
import { retryExchange } from '@urql/exchange-retry';
import { toRequestError } from './request-error.ts';

const SECOND = 1000;

/** The pauses grow from the first to the last, each at random a half to twice and a half as long as the one before. */
const FIRST_PAUSE = 0.5 * SECOND;
const LONGEST_PAUSE = 15 * SECOND;

/** By chance, retryExchange lengthens each pause to at least this many times what it is told. */
const LEAST_STRETCH = 1.5;

export interface RetryOptions {
  /** How often a query is sent before its error is answered. */
  queryAttempts: number;
  /** Tells when the client's time is over. */
  signal: AbortSignal;
}

/**
 * Sends a query again where the service can't answer or isn't reached: a restart passes unseen. A mutation is never
 * sent twice, because its answer may be all that was lost.
 */
export function retryQueries({ queryAttempts, signal }: RetryOptions): Exchange {
  function isWorthRetrying(error: CombinedError, { kind, context }: Operation): boolean {
    const problem = toRequestError(error);
    const isPassing =
      problem.kind === 'offline' ||
      (problem.kind === 'unavailable' && problem.retryAfterSeconds * SECOND <= LONGEST_PAUSE);
    return kind === 'query' && isPassing && !signal.aborted && !context.isAskedAgain;
  }

  return retryExchange({
    initialDelayMs: FIRST_PAUSE,
    maxDelayMs: LONGEST_PAUSE,
    maxNumberAttempts: queryAttempts,
    retryIf: isWorthRetrying,
    retryWith: waitAsTold,
  });
}

/** Not before the server has said. */
function waitAsTold(error: CombinedError, operation: Operation): Operation {
  const problem = toRequestError(error);
  const told = problem.kind === 'unavailable' ? (problem.retryAfterSeconds * SECOND) / LEAST_STRETCH : 0;
  const { count = 0, delay } = operation.context.retry ?? {};
  const retry = { count, delay: Math.max(delay ?? FIRST_PAUSE, told) };
  return { ...operation, context: { ...operation.context, retry } };
}
