import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { ConfigError } from '../config.ts';
import { HttpError } from './http-error.ts';

/** Documents by their SHA-256 in hexadecimal, as `npm run build` and the code generators of clients write them. */
const fileSchema = z.record(z.string(), z.string());

/** What a request names its document by: itself, or its SHA-256. */
export interface NamedDocument {
  query: string | null;
  documentHash: string | null;
}

/** Answers a request's document, where it may be run. @throws {HttpError} */
export type FindDocument = (named: NamedDocument) => string;

/** Everybody's own documents. None is known by its hash: a client that tries that one sends the document next. */
export const anyDocument: FindDocument = ({ query }) => {
  if (query === null) {
    throw new HttpError(400, 'PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound: send the document itself.');
  }
  return query;
};

/**
 * Only the documents in these files, sent whole or by their hash.
 * @throws {ConfigError} where a file can't be read, or is something else
 */
export async function loadTrustedDocuments(paths: readonly string[]): Promise<FindDocument> {
  const files = await Promise.all(paths.map(readDocuments));
  const documents = new Map(files.flat().map((document) => [hashOf(document), document]));
  const known = new Set(documents.values());

  return ({ query, documentHash }) => {
    const document = query ?? documents.get(String(documentHash));
    if (document === undefined) {
      throw new HttpError(400, 'PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound: no document has this hash.');
    }
    if (!known.has(document)) {
      throw new HttpError(400, 'DOCUMENT_NOT_TRUSTED', 'Only documents that the service knows are run here.');
    }
    return document;
  };
}

/** The documents are hashed again: a file can't pass one off as another. */
async function readDocuments(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    throw new ConfigError([
      `TRUSTED_DOCUMENTS: ${path} can't be read (${code}); \`npm run build\` makes dist/trusted-documents.json`,
    ]);
  });
  const { data, success } = fileSchema.safeParse(parseJson(text));
  if (!success) {
    throw new ConfigError([`TRUSTED_DOCUMENTS: ${path} must be a JSON object of documents by their hash`]);
  }
  return Object.values(data);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function hashOf(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}
