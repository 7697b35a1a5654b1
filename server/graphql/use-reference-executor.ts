import { execute } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/**
 * Executes with graphql-js itself. Yoga's own executor puts the fields of an answer in the order in which they were
 * done; the specification (2.3 of its response format) wants the order in which they were asked for.
 */
export function useReferenceExecutor(): Plugin {
  return {
    onExecute({ setExecuteFn }) {
      setExecuteFn(execute);
    },
  };
}
