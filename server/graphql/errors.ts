import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import { SessionNotStored } from '../accounts/begin-session.ts';
import { TooLate } from '../accounts/in-time.ts';
import { SessionEnded } from '../accounts/session-ended.ts';
import { isStoreFault, isUnstorableText } from '../database/store-fault.ts';
import { HashQueueFull } from '../passwords/hash-queue.ts';
import { withoutValues } from './quiet-message.ts';

/** What `extensions.code` of a top-level error can be. */
export const ERROR_CODES = [
  'UNAUTHENTICATED',
  'VIEWER_CHANGED',
  'FORBIDDEN',
  'SERVICE_UNAVAILABLE',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'TOKEN_LIMIT',
  'DEPTH_LIMIT',
  'ALIAS_LIMIT',
  'DIRECTIVE_LIMIT',
  'COST_LIMIT',
  'CREDENTIAL_LIMIT',
  'OPERATION_RESOLUTION_FAILED',
  'SUBSCRIPTIONS_NOT_SUPPORTED',
  'INTERNAL_SERVER_ERROR',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** How long a client should wait before it asks a store again that is down or busy, in seconds. */
export const RETRY_AFTER = 2;

export function unauthenticated(): GraphQLError {
  return codedError('UNAUTHENTICATED', 'This needs a signed-in user.');
}

export function unavailable(done?: SessionNotStored['done']): GraphQLError {
  const message = done
    ? 'It is done, but no session could be begun. Log in when the service is back.'
    : 'The service can’t answer now. Try again in a moment.';
  return codedError('SERVICE_UNAVAILABLE', message, done && { [done]: true });
}

export function codedError(
  code: ErrorCode,
  message: string,
  more?: Record<string, unknown>,
  place?: Pick<GraphQLErrorOptions, 'nodes' | 'path' | 'source' | 'positions'>,
): GraphQLError {
  const { nodes, path, source, positions } = place ?? {};
  return new GraphQLError(message, { nodes, path, source, positions, extensions: { code, ...more } });
}

/**
 * What of an error may be seen from outside. Ours and what a resolver throws as a GraphQLError pass; a store's fault is
 * told as such; anything else is masked, and handed to `report`.
 */
export function toPublicError(error: GraphQLError, report: (error: unknown) => void): GraphQLError {
  const cause = error.originalError;
  // graphql-js wraps what a resolver throws. Without a cause, or with a GraphQLError as one, it was meant to be read.
  if (!cause || cause instanceof GraphQLError) {
    // graphql-js' own, of an argument that doesn't fit, quotes the argument and has no code.
    return error.extensions.code ? error : codedError('BAD_USER_INPUT', withoutValues(error.message), undefined, error);
  }
  return located(error, nameFault(cause, report));
}

/** Gives a failure that isn't a GraphQLError its name. */
export function nameFault(cause: unknown, report: (error: unknown) => void): GraphQLError {
  if (cause instanceof GraphQLError) {
    return cause;
  }
  if (cause instanceof SessionNotStored) {
    if (cause.cause !== undefined) {
      report(cause.cause);
    }
    return unavailable(cause.done);
  }
  if (cause instanceof SessionEnded) {
    return unauthenticated();
  }
  if (cause instanceof HashQueueFull || cause instanceof TooLate || isStoreFault(cause)) {
    report(cause);
    return unavailable();
  }
  if (isUnstorableText(cause)) {
    return codedError('BAD_USER_INPUT', 'A text has a character in it that can’t be stored.');
  }
  report(cause);
  return codedError('INTERNAL_SERVER_ERROR', 'Unexpected error.');
}

function located({ nodes, path }: GraphQLError, named: GraphQLError): GraphQLError {
  return new GraphQLError(named.message, { nodes, path, extensions: named.extensions });
}
