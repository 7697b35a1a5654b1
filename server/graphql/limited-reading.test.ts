import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { loadConfig } from '../config.ts';
import type { Context } from './context.ts';
import { createEngine } from './engine.ts';

const schema = buildSchema('type Query { hello: String, self: Query }');

function startEngine() {
  const limits = { ...loadConfig({}).query };
  const engine = createEngine({ schema, plugins: [], introspection: true, limits, report: () => undefined });
  const codeOf = async (query: string) => {
    const result = await engine({ query, operationName: null, variables: {}, viewer: null }, {} as Context);
    return result.errors?.[0]?.extensions.code;
  };
  return { limits, codeOf };
}

test('a document that is known is not measured again', async () => {
  const { limits, codeOf } = startEngine();
  expect(await codeOf('{ self { hello } }')).toBeUndefined();

  limits.depth = 1;
  limits.tokens = 5;

  expect(await codeOf('{ self { hello } }')).toBeUndefined();
  expect(await codeOf('{ hello self { hello } }')).toBe('TOKEN_LIMIT');
  expect(await codeOf('{ hello }')).toBeUndefined();
});

test('a document that was refused is not kept as a good one', async () => {
  const { limits, codeOf } = startEngine();
  limits.depth = 1;
  expect(await codeOf('{ self { hello } }')).toBe('DEPTH_LIMIT');
  expect(await codeOf('{ self { hello } }')).toBe('DEPTH_LIMIT');
});

test('tokens are told by their own code, whatever graphql-js calls them', async () => {
  const { limits, codeOf } = startEngine();
  limits.tokens = 4;
  expect(await codeOf('{ hello hello hello')).toBe('GRAPHQL_PARSE_FAILED');
  expect(await codeOf('{ hello hello hello hello')).toBe('TOKEN_LIMIT');
});
