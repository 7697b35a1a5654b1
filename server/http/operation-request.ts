import type { OperationRequest } from '../graphql/operation.ts';
import { HttpError } from './http-error.ts';
import type { NamedDocument } from './trusted-documents.ts';

/** An operation whose document may be named by its hash only. */
export type NamedOperation = Omit<OperationRequest, 'query'> & NamedDocument;

/**
 * Reads the parameters of a request as GraphQL over HTTP has them: `query` or `documentId`, `operationName`,
 * `variables`, `extensions`. @throws {HttpError} 400; never quoting the body, which may hold a password
 */
export function parseOperationRequest(body: string): NamedOperation {
  const parameters = parseJson(body);
  if (Array.isArray(parameters)) {
    throw badRequest('Batches are not supported: send one operation a request.');
  }
  if (!isMap(parameters)) {
    throw badRequest('The body must be a JSON object.');
  }
  const { query = null, documentId = null, operationName = null, variables = null, extensions = null } = parameters;
  if (query !== null && typeof query !== 'string') {
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
  const documentHash = hashIn(documentId, extensions);
  if (query === null && documentHash === null) {
    throw badRequest('`query` must be a string.');
  }
  return { query, documentHash, operationName, variables: variables ?? {}, viewer: viewerOf(extensions) };
}

/**
 * The SHA-256 of a document that was stored before: `documentId` of GraphQL over HTTP, “Persisted Documents”, or
 * `extensions.persistedQuery`, as Apollo's, urql's and Relay's clients send it.
 */
function hashIn(documentId: unknown, extensions: Record<string, unknown> | null): string | null {
  const { persistedQuery = null } = extensions ?? {};
  const hash = documentId ?? (isMap(persistedQuery) ? persistedQuery.sha256Hash : persistedQuery);
  if (hash === null) {
    return null;
  }
  const [, hex] = String(hash).match(/^(?:sha256:)?([0-9a-f]{64})$/) ?? [];
  if (typeof hash !== 'string' || hex === undefined) {
    throw badRequest('`documentId` must be sha256:<64 hexadecimal digits>.');
  }
  return hex;
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
