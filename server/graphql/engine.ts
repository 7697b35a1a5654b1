import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
} from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Context } from './context.ts';
import { codedError, nameFault, toPublicError, unauthenticated } from './errors.ts';
import { judgeOperation, needsViewer, type Verdict } from './guard.ts';
import { requireRunnable } from './plugins.ts';
import { useDocumentCache } from './use-document-cache.ts';
import { useNoIntrospection } from './use-no-introspection.ts';

/** What a client asks for, as GraphQL over HTTP names it. */
export interface OperationRequest {
  query: string;
  operationName: string | null;
  variables: Record<string, unknown>;
}

/** What is answered. Without `data`, nothing was executed. */
export interface OperationResult {
  data?: ExecutionResult['data'];
  errors?: readonly GraphQLError[];
}

export interface EngineOptions {
  schema: GraphQLSchema;
  plugins: readonly Plugin[];
  introspection: boolean;
  /** Hears of everything that was masked, or that a store is to blame for. */
  report: (error: unknown) => void;
}

export type Engine = ReturnType<typeof createEngine>;

/**
 * Yoga without its HTTP layer, which is four fifths of its cost: parse, validate, the guard over the whole operation,
 * and only then execute. Never rejects.
 */
export function createEngine({ schema, plugins, introspection, report }: EngineOptions) {
  requireRunnable(plugins);
  const yoga = createYoga({
    schema,
    plugins: [useDocumentCache(), ...(introspection ? [] : [useNoIntrospection()]), ...plugins],
    // The cache, the masking and the logging are our own.
    parserAndValidationCache: false,
    maskedErrors: false,
    logging: false,
  });
  const verdicts = new WeakMap<OperationDefinitionNode, Verdict>();

  function isGuarded(document: DocumentNode, operation: OperationDefinitionNode, request: OperationRequest): boolean {
    let verdict = verdicts.get(operation);
    if (!verdict) {
      verdict = judgeOperation(schema, document, operation);
      verdicts.set(operation, verdict);
    }
    return verdict === 'by variables'
      ? needsViewer(schema, document, operation, request.variables)
      : verdict === 'always';
  }

  async function execute(request: OperationRequest, context: Context): Promise<OperationResult> {
    const enveloped = yoga.getEnveloped(context as Context & Record<string, unknown>);
    const document = parse(enveloped.parse, request.query);
    const invalid = enveloped.validate(enveloped.schema, document) as readonly GraphQLError[];
    if (invalid.length > 0) {
      return { errors: invalid };
    }
    const operation = requireOperation(document, request.operationName);
    if (isGuarded(document, operation, request) && !(await context.findViewer())) {
      throw unauthenticated();
    }
    const result: ExecutionResult | AsyncIterable<unknown> = await enveloped.execute({
      schema: enveloped.schema,
      document,
      contextValue: await enveloped.contextFactory(),
      variableValues: request.variables,
      operationName: request.operationName,
    });
    return finish(result, report);
  }

  return {
    run: (request: OperationRequest, context: Context): Promise<OperationResult> =>
      execute(request, context).catch((error: unknown) => ({ errors: [nameFault(error, report)] })),
  };
}

function parse(parseDocument: (source: string) => DocumentNode, query: string): DocumentNode {
  try {
    return parseDocument(query);
  } catch (error) {
    const { message, source, positions } = error as GraphQLError;
    throw codedError('GRAPHQL_PARSE_FAILED', message, undefined, { source, positions });
  }
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

function finish(result: ExecutionResult | AsyncIterable<unknown>, report: (error: unknown) => void): OperationResult {
  if (Symbol.asyncIterator in result) {
    throw codedError('BAD_USER_INPUT', 'Incremental delivery is not supported.');
  }
  const { data, errors } = result;
  const seen = errors?.map((error) => toPublicError(error, report));
  if (data === undefined) {
    // Nothing ran. Without a code of its own, it is a variable that doesn't fit its type.
    return { errors: seen?.map((error) => (error.extensions.code ? error : badInput(error))) };
  }
  return seen ? { data, errors: seen } : { data };
}

function badInput(error: GraphQLError): GraphQLError {
  return codedError('BAD_USER_INPUT', error.message, undefined, error);
}
