import { buildSchema, type GraphQLObjectType, parse } from 'graphql';
import { expect, test } from 'vitest';
import { type Measure, measureDocument } from './measure.ts';

const schema = buildSchema(`
  interface Door { open(secret: String): Door, name: String }
  type Front implements Door { open(secret: String): Door, name: String }
  type Back implements Door { open(secret: String): Door, name: String }
  type Room { name: String, doors: [Door!]!, rooms: [[Room]], names: [String] }
  type Query { room: Room, door: Door, any: Any }
  union Any = Front | Room
  type Mutation { enter(secret: String): Room, leave: Room }
`);
for (const coordinate of ['Back.open', 'Mutation.enter']) {
  const [type = '', field = ''] = coordinate.split('.');
  Object.assign((schema.getType(type) as GraphQLObjectType).getFields()[field]?.extensions ?? {}, { credential: true });
}

function measureOf(query: string): Measure | undefined {
  return measureDocument(schema, parse(query))[0];
}

test.each([
  ['{ room { name } }', { depth: 2, aliases: 0, directives: 0, cost: 2, credentials: 0 }],
  ['{ a: room { b: name } }', { aliases: 2 }],
  [
    'query ($x: Int @a) @b { ...F @c ... @d { room @e { name } } } fragment F on Query @f { door { name @g } }',
    { directives: 7 },
  ],
  ['{ ... { ... on Query { room { ... { name } } } } }', { depth: 2 }],
  ['{ ...F } fragment F on Query { room { ...G } } fragment G on Room { doors { name } }', { depth: 3 }],
])('%s measures %j', (query, measure) => {
  expect(measureOf(query)).toMatchObject(measure);
});

test.each([
  ['a field', '{ room { name } }', 2],
  ['what a list’s items have, ten times', '{ room { doors { name } } }', 2 + 10],
  ['a list of lists, like a list', '{ room { rooms { name } } }', 2 + 10],
  ['a list of scalars, as a field', '{ room { names } }', 2],
  ['lists in lists, a hundred times', '{ room { rooms { doors { name } } } }', 2 + 10 * (1 + 10)],
  ['what a fragment holds, as often as it is spread', '{ ...F ...F } fragment F on Query { room { name } }', 4],
  [
    'a field that is written again, with each of those before',
    '{ room { name } room { name } room { name } }',
    6 + 1 + 2,
  ],
  ['introspection’s lists, as fields', '{ __schema { types { fields { name } } } }', 4],
  ['unknown fields, as fields', '{ nothing { at { all } } }', 3],
])('the cost counts %s', (_name, query, cost) => {
  expect(measureOf(query)?.cost).toBe(cost);
});

test('how a type is wrapped isn’t depth, and a field of one’s own by that name is', () => {
  expect(measureOf('{ __schema { types { ofType { ofType { name } } } } }')?.depth).toBe(3);
  expect(measureOf('{ __type(name: "A") { ofType { ofType { name } } } }')?.depth).toBe(2);
  expect(measureOf('{ ofType { ofType { name } } }')?.depth).toBe(3);
});

test.each([
  ['mutation { enter { name } }', 1],
  ['mutation { a: enter { name } b: enter { name } leave { name } }', 2],
  ['mutation { ...F ...F } fragment F on Mutation { enter { name } }', 2],
  ['mutation { enter @skip(if: true) { name } ... @include(if: false) { enter { name } } }', 2],
  // Of an interface, because one implementation's takes a credential.
  ['{ door { open { name } } }', 1],
  ['{ door { ... on Front { open { name } } } }', 0],
  ['{ any { ... on Front { name } } }', 0],
])('%s has credentials: %d', (query, credentials) => {
  expect(measureOf(query)?.credentials).toBe(credentials);
});

test('every operation is measured by itself, and fragments that nobody spreads, too', () => {
  const measures = measureDocument(
    schema,
    parse(
      'query A { a: door { name } } query B { b: room { name } } fragment F on Query { c: __typename d: __typename }',
    ),
  );
  expect(measures.map(({ aliases }) => aliases)).toEqual([1, 1, 2]);
});

test('fragments that fan out are counted in full, at the cost of the document', () => {
  const levels = Array.from(
    { length: 1000 },
    (_, level) => `fragment F${level} on Query { ...F${level + 1} ...F${level + 1} }`,
  );
  expect(measureOf(`{ ...F0 } ${levels.join(' ')} fragment F1000 on Query { a: __typename }`)?.aliases).toBe(2 ** 1000);
});

test('fragments that spread each other in a circle are refused', () => {
  const query = '{ ...A } fragment A on Query { ...B } fragment B on Query { room { name } ...A }';
  expect(() => measureOf(query)).toThrow('The fragments spread each other in a circle.');
});
