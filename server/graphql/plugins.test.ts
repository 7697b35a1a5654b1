import { GraphQLError, type GraphQLSchema } from 'graphql';
import { createSchema, type Plugin } from 'graphql-yoga';
import { expect, test } from 'vitest';
import { loadConfig } from '../config.ts';
import type { Context } from './context.ts';
import { createEngine } from './engine.ts';
import { requireRunnable } from './plugins.ts';

const schema: GraphQLSchema = createSchema({
  typeDefs: 'type Query { hello: String, fail(how: String): String, deep: Query, need: String! }',
  resolvers: {
    Query: {
      hello: () => 'world',
      deep: () => ({}),
      fail: (_root, { how }) => {
        if (how === 'meant') {
          throw new GraphQLError('You may not.', { extensions: { code: 'FORBIDDEN', http: { status: 418 } } });
        }
        throw how === 'store'
          ? Object.assign(new Error('x'), { code: 'ECONNREFUSED' })
          : new Error('SELECT secret FROM x');
      },
      need: () => {
        throw new Error('secret');
      },
    },
  },
});

const limits = loadConfig({}).query;

function run(query: string, plugins: Plugin[] = []) {
  const reported: unknown[] = [];
  const engine = createEngine({
    schema,
    plugins,
    introspection: true,
    limits,
    report: (error) => reported.push(error),
  });
  const context = { findViewer: async () => null, caller: { requestId: 'r1' } } as unknown as Context;
  return engine({ query, operationName: null, variables: {}, viewer: null }, context).then((result) => ({
    ...result,
    reported,
  }));
}

test.each(['onRequest', 'onParams', 'onResultProcess', 'onExecutionResult'])(
  'a plugin that counts on %s is refused: that hook never runs',
  (hook) => {
    expect(() => requireRunnable([{ [hook]: () => undefined } as Plugin])).toThrow(hook);
  },
);

test('the parse, validate, context and execute hooks of a plugin run, the first also on a known document', async () => {
  const seen: string[] = [];
  const plugin: Plugin = {
    onParse: () => void seen.push('parse'),
    onValidate: () => void seen.push('validate'),
    onContextBuilding: () => void seen.push('context'),
    onExecute: () => void seen.push('execute'),
  };
  const engine = createEngine({ schema, plugins: [plugin], introspection: true, limits, report: () => undefined });
  const context = () => ({ findViewer: async () => null, caller: { requestId: 'r1' } }) as unknown as Context;

  await engine({ query: '{ hello }', operationName: null, variables: {}, viewer: null }, context());
  await engine({ query: '{ hello }', operationName: null, variables: {}, viewer: null }, context());

  expect(seen).toEqual(['parse', 'validate', 'context', 'execute', 'parse', 'validate', 'context', 'execute']);
});

test('what a resolver throws unmeant is masked and reported', async () => {
  const { data, errors, reported } = await run('{ hello fail(how: "bug") }');

  expect(data).toEqual({ hello: 'world', fail: null });
  expect(errors?.map((error) => error.toJSON())).toEqual([
    {
      message: 'Unexpected error.',
      locations: [{ line: 1, column: 9 }],
      path: ['fail'],
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    },
  ]);
  expect(reported.map(String)).toEqual(['Error: SELECT secret FROM x']);
});

test('several failures at once are each masked', async () => {
  const { errors, reported } = await run('{ a: fail b: fail deep { c: fail } }');

  expect(errors?.map(({ message }) => message)).toEqual([
    'Unexpected error.',
    'Unexpected error.',
    'Unexpected error.',
  ]);
  expect(reported).toHaveLength(3);
});

test('a GraphQLError of a resolver is meant for the client', async () => {
  const { errors } = await run('{ fail(how: "meant") }');

  expect(errors).toMatchObject([{ message: 'You may not.', extensions: { code: 'FORBIDDEN' } }]);
});

test('a store’s fault is SERVICE_UNAVAILABLE', async () => {
  const { errors } = await run('{ hello fail(how: "store") }');

  expect(errors?.[0]?.extensions).toEqual({ code: 'SERVICE_UNAVAILABLE' });
});

test('a subscription is refused with a typed error', async () => {
  const withSubscription = createSchema({ typeDefs: 'type Query { a: Int } type Subscription { ticks: Int }' });
  const engine = createEngine({
    schema: withSubscription,
    plugins: [],
    introspection: true,
    limits,
    report: () => undefined,
  });

  const result = await engine(
    { query: 'subscription { ticks }', operationName: null, variables: {}, viewer: null },
    {} as Context,
  );

  expect(result.errors?.[0]?.extensions.code).toBe('SUBSCRIPTIONS_NOT_SUPPORTED');
});

test('a plugin that ends an operation with an error of its own is heard', async () => {
  const plugin: Plugin = {
    onExecute: ({ setResultAndStopExecution }) =>
      setResultAndStopExecution({ errors: [new GraphQLError('No.', { extensions: { code: 'FORBIDDEN' } })] }),
  };

  expect((await run('{ hello }', [plugin])).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});
