import { type DocumentNode, GraphQLError, getOperationAST, type OperationDefinitionNode } from 'graphql';
import { codedError, type ErrorCode } from './errors.ts';
import type { OperationRequest, ReadOperation } from './operation.ts';
import type { Quieten } from './quiet-message.ts';

/** The document can't be executed; all that is wrong with it. */
export class InvalidDocument extends Error {
  override readonly name = 'InvalidDocument';
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super('the document is not valid');
    this.errors = errors;
  }
}

export interface Reader {
  parse: (source: string) => DocumentNode;
  validate: (document: DocumentNode) => readonly GraphQLError[];
  quieten: Quieten;
}

/** Parses and validates a document and picks the operation. @throws {InvalidDocument | GraphQLError} */
export function readOperation(reader: Reader, request: OperationRequest): ReadOperation {
  const document = parseQuietly(reader, request.query);
  const errors = reader.validate(document);
  if (errors.length > 0) {
    throw new InvalidDocument(errors.map((error) => toQuiet(reader, 'GRAPHQL_VALIDATION_FAILED', error)));
  }
  return { document, operation: requireOperation(document, request.operationName), request };
}

const TOO_DEEP = new GraphQLError('Syntax Error: the document is nested too deeply.');

function parseQuietly(reader: Reader, query: string): DocumentNode {
  try {
    return reader.parse(query);
  } catch (error) {
    // Anything but a syntax error is the parser giving up: on a document nested thousands of levels deep.
    throw toQuiet(reader, 'GRAPHQL_PARSE_FAILED', error instanceof GraphQLError ? error : TOO_DEEP);
  }
}

/** An error with a code, and without the values that it quotes. A plugin's rule may have brought its own code. */
function toQuiet({ quieten }: Reader, code: ErrorCode, error: GraphQLError): GraphQLError {
  const { message, nodes, source, positions, extensions } = error;
  const place = nodes ? { nodes } : { source, positions };
  return new GraphQLError(quieten(message), {
    ...place,
    extensions: { ...extensions, code: extensions.code ?? code },
  });
}

function requireOperation(document: DocumentNode, name: string | null): OperationDefinitionNode {
  const operation = getOperationAST(document, name);
  if (!operation) {
    throw codedError(
      'OPERATION_RESOLUTION_FAILED',
      name ? 'The document has no operation of that name.' : 'Name one of the operations in `operationName`.',
    );
  }
  if (operation.operation === 'subscription') {
    throw codedError('SUBSCRIPTIONS_NOT_SUPPORTED', 'Subscriptions are not supported.');
  }
  return operation;
}
