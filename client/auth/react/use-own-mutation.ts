import { useCallback } from 'react';
import { type AnyVariables, type TypedDocumentNode, useClient } from 'urql';
import { toRequestError, unexpected } from '../request-error.ts';
import { type OperationHook, useOperation } from './use-operation.ts';

/**
 * A mutation of your own as a hook like ours: `useOwnMutation(AddNoteDocument, 'addNote')` answers
 * `[{ fetching, data, error, issues }, perform]`, where `perform` takes the mutation's variables.
 */
export function useOwnMutation<Name extends string, Result, Variables extends AnyVariables>(
  document: TypedDocumentNode<Record<Name, Result>, Variables>,
  name: Name,
): OperationHook<Variables, Result> {
  const client = useClient();
  const perform = useCallback(
    async (variables: Variables) => {
      const { data, error } = await client.mutation(document, variables).toPromise();
      const result = data?.[name];
      if (result === undefined || result === null) {
        return { data: null, error: error ? toRequestError(error) : unexpected(null) };
      }
      return { data: result, error: null };
    },
    [client, document, name],
  );
  return useOperation(perform);
}
