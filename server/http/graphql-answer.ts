import { RETRY_AFTER } from '../graphql/errors.ts';
import type { OperationResult } from '../graphql/operation.ts';
import type { Answer } from './answer.ts';
import type { HttpError } from './http-error.ts';
import type { AnswerType } from './media-type.ts';

/** An operation's result as GraphQL over HTTP has it, with the first of its errors. */
export function toAnswer({ data, errors }: OperationResult, type: AnswerType, mostErrors: number): Answer {
  const headers: Record<string, string> = { 'content-type': `${type}; charset=utf-8` };
  const visible = errors?.slice(0, mostErrors).map(toVisible);
  if (errors?.some((error) => error.extensions.code === 'SERVICE_UNAVAILABLE')) {
    // No data at all: a client that doesn't look at errors must not read `me: null` out of a store's fault.
    headers['retry-after'] = String(RETRY_AFTER);
    return { status: 503, headers, body: JSON.stringify({ errors: visible }) };
  }
  const body = JSON.stringify(data === undefined ? { errors: visible } : { data, errors: visible });
  return { status: data === undefined ? statusOf(errors, type) : 200, headers, body };
}

/** A request that wasn't heard, in the shape that every GraphQL client reads. */
export function toRefusal({ status, code, message }: HttpError): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ errors: [{ message, extensions: { code } }] }),
  };
}

/** GraphQL over HTTP, 6.4: a client of application/json is told of everything with 200. */
function statusOf(errors: OperationResult['errors'], type: AnswerType): number {
  if (type === 'application/json') {
    return 200;
  }
  switch (errors?.[0]?.extensions.code) {
    case 'UNAUTHENTICATED':
      return 401;
    case 'VIEWER_CHANGED':
    case 'FORBIDDEN':
      return 403;
    case 'INTERNAL_SERVER_ERROR':
      return 500;
    default:
      return 400;
  }
}

/** `http` is Yoga's note to its own HTTP layer, which isn't used. */
function toVisible(error: NonNullable<OperationResult['errors']>[number]) {
  const { http: _, ...extensions } = error.extensions;
  return { ...error.toJSON(), extensions };
}
