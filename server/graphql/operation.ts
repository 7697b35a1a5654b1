import type { DocumentNode, ExecutionResult, GraphQLError, OperationDefinitionNode } from 'graphql';

/** What a client asks for, as GraphQL over HTTP names it. */
export interface OperationRequest {
  query: string;
  operationName: string | null;
  variables: Record<string, unknown>;
  /** The id of the user whom the client believes to be signed in; null where it doesn't say. */
  viewer: string | null;
}

/** A request whose document is parsed and valid, with the operation that it names. */
export interface ReadOperation {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  request: OperationRequest;
}

/** What is answered. Without `data`, nothing was executed. */
export interface OperationResult {
  data?: ExecutionResult['data'];
  errors?: readonly GraphQLError[];
}
