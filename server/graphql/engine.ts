import type { ExecutionResult, GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Context } from './context.ts';
import { codedError, nameFault, toPublicError, unauthenticated } from './errors.ts';
import { judgeOperation, needsViewer, type Verdict } from './guard.ts';
import { rememberDocuments } from './known-documents.ts';
import { settleLateRefusal } from './late-refusal.ts';
import { limitReading } from './limited-reading.ts';
import type { OperationRequest, OperationResult, ReadOperation } from './operation.ts';
import { requireRunnable } from './plugins.ts';
import type { QueryLimits } from './query-limits.ts';
import { explainVariables, type Quieten, withoutSuggestions, withoutValues } from './quiet-message.ts';
import { InvalidDocument, readOperation } from './read-operation.ts';
import { useOwnStages } from './use-own-stages.ts';

export interface EngineOptions {
  schema: GraphQLSchema;
  plugins: readonly Plugin[];
  /** Whether the schema may be asked for. Where it may not, errors don't suggest its names either. */
  introspection: boolean;
  limits: QueryLimits & {
    /** Errors in an answer; what is more isn't looked for. */
    errors: number;
  };
  /** Hears of everything that was masked, or that a store is to blame for. */
  report: (error: unknown, requestId: string) => void;
}

/** Runs an operation. Never rejects: what goes wrong is in the result. */
export type Engine = (request: OperationRequest, context: Context) => Promise<OperationResult>;

/**
 * Yoga without its HTTP layer, which is four fifths of its cost: parse, validate, the guard over the whole operation,
 * and only then execute.
 */
export function createEngine({ schema, plugins, introspection, limits, report }: EngineOptions): Engine {
  const reading = rememberDocuments(limitReading(limits, limits.errors, introspection));
  requireRunnable(plugins);
  const yoga = createYoga({
    schema,
    plugins: [useOwnStages(reading), ...plugins],
    // The cache, the masking and the logging are our own.
    parserAndValidationCache: false,
    maskedErrors: false,
    logging: false,
  });
  const isGuarded = createGuard(schema);
  const quieten: Quieten = introspection ? withoutValues : (message) => withoutSuggestions(withoutValues(message));

  const reportFor =
    ({ caller }: Context) =>
    (error: unknown) =>
      report(error, caller.requestId);

  async function run(request: OperationRequest, context: Context): Promise<OperationResult> {
    const { parse, validate, execute, contextFactory } = yoga.getEnveloped(
      context as Context & Record<string, unknown>,
    );
    const reader = {
      parse,
      validate: (document: unknown) => validate(schema, document) as readonly GraphQLError[],
      quieten,
    };
    const read = readOperation(reader, request);
    context.read = read;
    if (isGuarded(read)) {
      await admit(request, context);
    }
    // Before graphql-js looks: it writes the whole of a wrong value into each of fifty messages.
    const misfits = explainVariables(schema, read, { quieten, most: limits.errors });
    if (misfits.length > 0) {
      return { errors: misfits.map((message) => codedError('BAD_USER_INPUT', message)) };
    }
    const result: ExecutionResult | AsyncIterable<unknown> = await execute({
      schema,
      document: read.document,
      contextValue: await contextFactory(),
      variableValues: request.variables,
      operationName: request.operationName,
    });
    if (Symbol.asyncIterator in result) {
      throw codedError('BAD_USER_INPUT', 'Incremental delivery is not supported.');
    }
    const errors = result.errors?.map((error) => toPublicError(error, reportFor(context)));
    return settleLateRefusal(
      { ...('data' in result && { data: result.data }), ...(errors && { errors }) },
      read.operation,
    );
  }

  return (request, context) =>
    run(request, context).catch((error: unknown) => ({
      errors: error instanceof InvalidDocument ? error.errors : [nameFault(error, reportFor(context))],
    }));
}

/**
 * Lets through who is signed in. In one browser somebody else may have signed in, in another tab, since the page was
 * drawn: a client that says for whom an operation is meant doesn't do it to the wrong account.
 */
async function admit({ viewer: expected }: OperationRequest, context: Context): Promise<void> {
  const viewer = await context.findViewer();
  if (!viewer) {
    throw unauthenticated();
  }
  if (expected !== null && expected !== viewer.id) {
    throw codedError('VIEWER_CHANGED', 'Somebody else is signed in by now. Nothing was done.');
  }
}

/** Answers whether an operation needs a signed-in user; the verdict that holds for all variables is kept with it. */
function createGuard(schema: GraphQLSchema): (read: ReadOperation) => boolean {
  const verdicts = new WeakMap<OperationDefinitionNode, Verdict>();

  return ({ document, operation, request }) => {
    let verdict = verdicts.get(operation);
    if (!verdict) {
      verdict = judgeOperation(schema, document, operation);
      verdicts.set(operation, verdict);
    }
    return verdict === 'by variables'
      ? needsViewer(schema, document, operation, request.variables)
      : verdict === 'always';
  };
}
