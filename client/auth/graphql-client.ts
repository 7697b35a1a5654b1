import { Client, cacheExchange, type Exchange, fetchExchange, makeOperation, mapExchange } from '@urql/core';
import { type HoldOptions, holdExchange } from './hold-exchange.ts';
import { type RequestError, toRequestError } from './request-error.ts';
import { retryQueries } from './retry-queries.ts';

export interface GraphqlClientOptions {
  url: string;
  fetch: typeof globalThis.fetch;
  timeoutMs: number;
  queryAttempts: number;
  exchanges: () => Exchange[];
  /** Null: a refusal goes straight to its caller. */
  hold: HoldOptions | null;
  /** Whom the page believes to be signed in, and the place in the viewer's count at which it does. */
  believes: () => { viewer: string | undefined; sentAt: number };
  /** Hears of every operation's error, also of those that aren't ours. */
  onError: (error: RequestError, sentAt: number) => void;
}

/** urql's client for one viewer. When `signal` tells that the viewer has changed, its requests are cut off. */
export function createGraphqlClient(options: GraphqlClientOptions, signal: AbortSignal): Client {
  return new Client({
    url: options.url,
    // urql would send queries by GET, which the server refuses: a GET can be linked to, cached and logged.
    preferGetMethod: false,
    fetchOptions: { credentials: 'include' },
    fetch: boundedFetch(options, signal),
    exchanges: [
      ...options.exchanges(),
      retryQueries({ queryAttempts: options.queryAttempts, signal }),
      ...(options.hold ? [holdExchange(options.hold)] : []),
      watchExchange(options),
      fetchExchange,
    ],
  });
}

/** What an app without needs of its own uses: urql's document cache. */
export const defaultExchanges = (): Exchange[] => [cacheExchange];

/**
 * Tells the server for whom an operation is meant: where somebody else has signed in meanwhile, in another tab, it is
 * refused instead of being done to the wrong account. And hears of what the server refuses.
 */
function watchExchange({ believes, onError }: GraphqlClientOptions): Exchange {
  return mapExchange({
    onOperation(operation) {
      const { viewer, sentAt } = believes();
      const context = { ...operation.context, sentAt };
      const extensions = viewer === undefined ? operation.extensions : { ...operation.extensions, viewer };
      return { ...makeOperation(operation.kind, operation, context), extensions };
    },
    onError: (error, { context }) => onError(toRequestError(error), context.sentAt),
  });
}

/** A request ends with its answer, in time, or with the client that sent it. */
function boundedFetch({ fetch, timeoutMs }: GraphqlClientOptions, signal: AbortSignal): typeof globalThis.fetch {
  return (input, init) => {
    const ends = [signal, AbortSignal.timeout(timeoutMs), ...(init?.signal ? [init.signal] : [])];
    return fetch(input, { ...init, signal: AbortSignal.any(ends) });
  };
}
