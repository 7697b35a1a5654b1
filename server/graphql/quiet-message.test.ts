import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { loadConfig } from '../config.ts';
import type { Context } from './context.ts';
import { createEngine } from './engine.ts';

const schema = buildSchema(`
  enum Colour { VERMILION CERULEAN }
  input Paint { colour: Colour }
  type Query { paint(colour: Colour, paints: [Paint!], count: Int): String }
`);

async function messagesOf(query: string, variables: Record<string, unknown> = {}, introspection = false) {
  const limits = loadConfig({}).query;
  const engine = createEngine({ schema, plugins: [], introspection, limits, report: () => undefined });
  const { errors } = await engine({ query, operationName: null, variables, viewer: null }, {} as Context);
  return errors?.map(({ message }) => message);
}

const MISSPELT: [string, Record<string, unknown>][] = [
  ['{ paint(colour: VERMILLION) }', {}],
  ['{ paint(paints: [{ colour: CERULAEN }]) }', {}],
  ['query ($x: Colour = VERMILON) { paint(colour: $x) }', {}],
  ['query ($x: Colour) { paint(colour: $x) }', { x: 'VERMILLION' }],
  ['query ($x: [Paint!]) { paint(paints: $x) }', { x: [{ color: 'CERULEAN' }] }],
  ['query ($x: [Paint!]) { paint(paints: $x) }', { x: [{ colour: 'CERULAEN' }] }],
];

// The last is quoted in the message, and goes with what quotes it.
test.each([...MISSPELT, ['{ paint(colour: "VERMILION") }', {}] as const])(
  '%s with %j is refused without a suggestion',
  async (query, variables) => {
    const messages = await messagesOf(query, variables);
    expect(messages).toHaveLength(1);
    expect(messages?.join()).not.toMatch(/did you mean|VERMIL|CERUL/i);
  },
);

test.each(MISSPELT)('%s with %j is refused with one where the schema is open', async (query, variables) => {
  expect((await messagesOf(query, variables, true))?.join()).toMatch(/Did you mean/);
});

test('variables that are wrong all over are told of five times', async () => {
  const query = 'query ($x: [Paint!], $y: Int) { paint(paints: $x, count: $y) }';
  expect(await messagesOf(query, { x: Array(1000).fill({ a: 1 }), y: 'x' })).toHaveLength(5);
});
