import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Reading } from './limited-reading.ts';

/** A parsed document weighs about a hundred times its text: these 500,000 characters hold some 50 MB at the most. */
const MOST_CHARACTERS = 500_000;
const LONGEST_DOCUMENT = 20_000;
const MOST_DOCUMENTS = 1000;

/**
 * Keeps documents that have been parsed and found valid, so that a client's next request with one costs neither; others
 * are read as `reading` does, which may refuse them. Nothing else is kept: what is invalid or very long is what an
 * attacker would fill the memory with.
 */
export function rememberDocuments(reading: Reading): Reading {
  const documents = new LRUCache<string, DocumentNode>({
    max: MOST_DOCUMENTS,
    maxSize: MOST_CHARACTERS,
    maxEntrySize: LONGEST_DOCUMENT,
    sizeCalculation: (_document, source) => source.length,
  });
  const valid = new WeakSet<DocumentNode>();
  const sources = new WeakMap<DocumentNode, string>();

  return {
    parse(source, options) {
      const text = String(source);
      const known = documents.get(text);
      if (known) {
        return known;
      }
      const document = reading.parse(source, options);
      sources.set(document, text);
      return document;
    },
    validate(schema, document, rules) {
      if (valid.has(document)) {
        return [];
      }
      const errors = reading.validate(schema, document, rules);
      const source = sources.get(document);
      if (errors.length === 0 && source !== undefined) {
        valid.add(document);
        documents.set(source, document);
      }
      return errors;
    },
  };
}
