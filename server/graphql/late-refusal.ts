import { type GraphQLError, Kind, type OperationDefinitionNode } from 'graphql';
import { codedError, unauthenticated } from './errors.ts';
import type { OperationResult } from './operation.ts';

/**
 * UNAUTHENTICATED promises that nothing was done, so that a client may log in and send the operation again. A session
 * can end while an operation runs: by a `logout` before a guarded field, or by a deletion elsewhere. Where nothing was
 * done by then, the answer is the same refusal as before the start; where something was, it has another code.
 */
export function settleLateRefusal(result: OperationResult, operation: OperationDefinitionNode): OperationResult {
  const { errors } = result;
  if (!errors?.some(isRefusal)) {
    return result;
  }
  if (changesNothing(operation) || (isSingleField(operation) && errors.every(({ path }) => path?.length === 1))) {
    return { errors: [unauthenticated()] };
  }
  return { ...result, errors: errors.map((error) => (isRefusal(error) ? endedMeanwhile(error) : error)) };
}

function isRefusal({ extensions }: GraphQLError): boolean {
  return extensions.code === 'UNAUTHENTICATED';
}

function changesNothing({ operation }: OperationDefinitionNode): boolean {
  return operation === 'query';
}

function isSingleField({ selectionSet: { selections } }: OperationDefinitionNode): boolean {
  return selections.length === 1 && selections[0]?.kind === Kind.FIELD;
}

function endedMeanwhile(error: GraphQLError): GraphQLError {
  return codedError(
    'FORBIDDEN',
    'The session ended while the operation ran; part of it may be done.',
    undefined,
    error,
  );
}
