import { execute } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Reading } from './limited-reading.ts';

/**
 * Reads as we do, and executes with graphql-js itself. Yoga's own executor puts the fields of an answer in the order in
 * which they were done; the specification (2.3 of its response format) wants the order in which they were asked for.
 */
export function useOwnStages({ parse, validate }: Reading): Plugin {
  return {
    onParse: ({ setParseFn }) => setParseFn(parse),
    onValidate: ({ setValidationFn }) => setValidationFn(validate),
    onExecute: ({ setExecuteFn }) => setExecuteFn(execute),
  };
}
