import { Client, cacheExchange, type Exchange, fetchExchange, mapExchange } from '@urql/core';
import { type RequestError, toRequestError } from './request-error.ts';

export interface GraphqlClientOptions {
  url: string;
  fetch: typeof globalThis.fetch;
  timeoutMs: number;
  exchanges: () => Exchange[];
  /** Hears of every operation's error, also of those that aren't ours. */
  onError: (error: RequestError) => void;
}

/** urql's client for one viewer. When `signal` tells that the viewer has changed, its requests are cut off. */
export function createGraphqlClient(options: GraphqlClientOptions, signal: AbortSignal): Client {
  const watch = mapExchange({ onError: (error) => signal.aborted || options.onError(toRequestError(error)) });
  return new Client({
    url: options.url,
    // urql would send queries by GET, which the server refuses: a GET can be linked to, cached and logged.
    preferGetMethod: false,
    fetchOptions: { credentials: 'include' },
    fetch: boundedFetch(options, signal),
    exchanges: [watch, ...options.exchanges(), fetchExchange],
  });
}

/** What an app without needs of its own uses: urql's document cache. */
export const defaultExchanges = (): Exchange[] => [cacheExchange];

/** A request ends with its answer, in time, or with the client that sent it. */
function boundedFetch({ fetch, timeoutMs }: GraphqlClientOptions, signal: AbortSignal): typeof globalThis.fetch {
  return (input, init) => {
    const ends = [signal, AbortSignal.timeout(timeoutMs), ...(init?.signal ? [init.signal] : [])];
    return fetch(input, { ...init, signal: AbortSignal.any(ends) });
  };
}
