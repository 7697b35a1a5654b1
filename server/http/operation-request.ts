import type { OperationRequest } from '../graphql/operation.ts';
import { HttpError } from './http-error.ts';

/**
 * Reads the parameters of a request as GraphQL over HTTP has them: `query`, `operationName`, `variables`, `extensions`.
 * @throws {HttpError} 400; never quoting the body, which may hold a password
 */
export function parseOperationRequest(body: string): OperationRequest {
  const parameters = parseJson(body);
  if (Array.isArray(parameters)) {
    throw badRequest('Batches are not supported: send one operation a request.');
  }
  if (!isMap(parameters)) {
    throw badRequest('The body must be a JSON object.');
  }
  const { query, operationName = null, variables = null, extensions = null } = parameters;
  if (typeof query !== 'string') {
    throw badRequest('`query` must be a string.');
  }
  if (operationName !== null && typeof operationName !== 'string') {
    throw badRequest('`operationName` must be a string.');
  }
  if (variables !== null && !isMap(variables)) {
    throw badRequest('`variables` must be an object.');
  }
  if (extensions !== null && !isMap(extensions)) {
    throw badRequest('`extensions` must be an object.');
  }
  return { query, operationName, variables: variables ?? {}, viewer: viewerOf(extensions) };
}

/** `extensions.viewer`: whom the client believes to be signed in, by id. */
function viewerOf(extensions: Record<string, unknown> | null): string | null {
  const viewer = extensions?.viewer ?? null;
  if (viewer !== null && typeof viewer !== 'string') {
    throw badRequest('`extensions.viewer` must be a string.');
  }
  return viewer;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Node's message can quote a part of the body.
    throw badRequest('The body is not JSON.');
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function badRequest(message: string): HttpError {
  return new HttpError(400, 'BAD_REQUEST', message);
}
