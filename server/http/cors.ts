import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';
import type { Answer } from './answer.ts';
import { HttpError } from './http-error.ts';
import { isAllowed } from './origin.ts';

/** What an allow-listed origin's page may read; nothing for any other. Origins are exact and never reflected. */
export function corsHeaders({ headers: { origin } }: IncomingMessage, config: Config): Record<string, string> {
  if (config.allowedOrigins.length === 0) {
    return {};
  }
  const vary = { vary: 'Origin' };
  if (origin === undefined || !isAllowed(origin, config)) {
    return vary;
  }
  return {
    ...vary,
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'Retry-After, X-Request-Id',
  };
}

/** Answers a browser that asks whether a page may call. @throws {HttpError} 403 */
export function preflight(request: IncomingMessage, config: Config): Answer {
  const { origin } = request.headers;
  if (origin === undefined || !isAllowed(origin, config)) {
    throw new HttpError(403, 'CROSS_ORIGIN_REQUEST', 'Pages of this origin may not call the API.');
  }
  const headers = {
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'Content-Type',
    'access-control-max-age': '600',
  };
  return { status: 204, headers, body: '' };
}
