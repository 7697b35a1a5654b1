import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import type { AuthStore } from './auth-state.ts';
import type { Outcome } from './operations.ts';
import { type RequestError, toRequestError, unexpected, VIEWER_CHANGED } from './request-error.ts';
import { shareInFlight } from './share-in-flight.ts';

/** What has to follow an answer before its caller gets it; an error takes the answer's place. */
export type Follow<Result> = (result: Result) => Promise<RequestError | null> | null;

/** Makes the sender of our operations: each once, however often it is asked for while it is under way. */
export function createRunner(store: AuthStore) {
  const once = shareInFlight();

  return <Name extends string, Result, Variables extends AnyVariables>(
    name: Name,
    document: TypedDocumentNode<Record<Name, Result>, Variables>,
    variables: Variables,
    follow: Follow<Result>,
  ): Promise<Outcome<Result>> => {
    const { client, generation } = store.getState();
    // What waits for nobody any more, a query between two attempts for one, isn't shared with who comes next.
    return once(generation + name + JSON.stringify(variables), async () => {
      const sent = isQuery(document) ? client.query(document, variables) : client.mutation(document, variables);
      const { data, error } = await sent.toPromise();
      if (store.getState().generation !== generation) {
        // The answer to somebody who has gone is nobody's business any more; a refusal says nothing of anybody.
        return failed(error?.graphQLErrors.length ? toRequestError(error) : VIEWER_CHANGED);
      }
      const result = data?.[name];
      if (result === undefined || result === null) {
        return failed(error ? toRequestError(error) : unexpected(null));
      }
      const problem = await follow(result);
      return problem ? failed(problem) : { data: result, error: null };
    });
  };
}

function isQuery({ definitions: [first] }: TypedDocumentNode<unknown, never>): boolean {
  return first?.kind === 'OperationDefinition' && first.operation === 'query';
}

function failed(error: RequestError): { data: null; error: RequestError } {
  return { data: null, error };
}
