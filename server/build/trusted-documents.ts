import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { formatDocument, stringifyDocument } from '@urql/core';
import type { DocumentNode } from 'graphql';

export const TRUSTED_DOCUMENTS = 'dist/trusted-documents.json';

/**
 * Writes the documents of the client and of the pages, by their SHA-256: as urql sends them, with `__typename` where it
 * has a cache, and without.
 */
export async function writeTrustedDocuments(): Promise<void> {
  const modules = await Promise.all([
    import('../../client/auth/generated/graphql.ts'),
    import('../../client/ui/generated/graphql.ts'),
  ]);
  const documents = modules.flatMap((module) => Object.values(module) as DocumentNode[]).filter(isOperation);
  const texts = documents.flatMap((document) => [document, formatDocument(document)]).map(stringifyDocument);
  const byHash = [...new Set(texts)].map((text) => [hashOf(text), text]).sort();
  await writeFile(TRUSTED_DOCUMENTS, `${JSON.stringify(Object.fromEntries(byHash), null, 2)}\n`);
}

function isOperation({ definitions }: DocumentNode): boolean {
  return definitions.some(({ kind }) => kind === 'OperationDefinition');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
