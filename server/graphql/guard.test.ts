import { buildSchema, type GraphQLObjectType, getOperationAST, parse } from 'graphql';
import { expect, test } from 'vitest';
import { judgeOperation, needsViewer } from './guard.ts';

// Marked as authenticated-plugin.ts marks: in the extensions.
const schema = buildSchema(`
  interface Named { name: String, secretName: String }
  type Person implements Named { name: String, secretName: String, friend: Person, diary: Diary }
  type Robot implements Named { name: String, secretName: String }
  type Diary { text: String }
  union Thing = Person | Diary
  type Query { open: String, closed: String, person: Person, named: Named, thing: Thing, self: Query }
  type Mutation { act: String, guardedAct: String }
`);
for (const coordinate of ['Query.closed', 'Robot.secretName', 'Mutation.guardedAct']) {
  const [type = '', field = ''] = coordinate.split('.');
  const definition = (schema.getType(type) as GraphQLObjectType).getFields()[field];
  Object.assign(definition?.extensions ?? {}, { directives: { authenticated: {} } });
}
Object.assign((schema.getType('Diary') as GraphQLObjectType).extensions, { directives: { authenticated: {} } });

function verdictOn(query: string, operationName?: string) {
  const document = parse(query);
  const operation = getOperationAST(document, operationName);
  return operation && judgeOperation(schema, document, operation);
}

test.each([
  '{ open }',
  '{ person { name friend { name } } }',
  '{ named { name __typename } }',
  '{ thing { __typename ... on Person { name } } }',
  '{ person { secretName } }',
  '{ closed @include(if: false) open }',
  '{ closed @skip(if: true) open }',
  '{ ...F } fragment F on Query { open }',
  '{ ... @include(if: false) { closed } open }',
  '{ __schema { queryType { name } } }',
  'mutation { act }',
])('%s never needs a user', (query) => {
  expect(verdictOn(query)).toBe('never');
});

test.each([
  '{ closed }',
  '{ open alias: closed }',
  '{ ...F } fragment F on Query { ...G } fragment G on Query { closed }',
  '{ ... { ... on Query { closed } } }',
  '{ self { self { closed } } }',
  '{ person { diary { text } } }',
  '{ person { diary { __typename } } }',
  '{ named { secretName } }',
  '{ named { ... on Robot { secretName } } }',
  '{ thing { ... on Diary { text } } }',
  '{ closed @include(if: true) }',
  '{ closed @skip(if: false) }',
  'query ($x: Boolean!) { closed @include(if: $x) ...F } fragment F on Query { closed }',
  'mutation { act guardedAct }',
])('%s always needs a user', (query) => {
  expect(verdictOn(query)).toBe('always');
});

test('an operation is judged by itself, not by its neighbours in the document', () => {
  const document = 'query A { open } query B { closed }';
  expect(verdictOn(document, 'A')).toBe('never');
  expect(verdictOn(document, 'B')).toBe('always');
});

test.each([
  ['query ($x: Boolean!) { closed @include(if: $x) }', { x: true }, true],
  ['query ($x: Boolean!) { closed @include(if: $x) }', { x: false }, false],
  ['query ($x: Boolean!) { closed @skip(if: $x) }', { x: true }, false],
  ['query ($x: Boolean!) { closed @skip(if: $x) }', { x: false }, true],
  ['query ($x: Boolean = true) { closed @include(if: $x) }', {}, true],
  ['query ($x: Boolean = false) { closed @include(if: $x) }', {}, false],
  ['query ($x: Boolean = false) { closed @include(if: $x) }', { x: true }, true],
  ['query ($x: Boolean = false) { closed @include(if: $x) }', { x: null }, true],
  ['query ($x: Boolean!) { closed @include(if: $x) }', {}, true],
  ['query ($x: Boolean!, $y: Boolean!) { closed @include(if: $x) @skip(if: $y) }', { x: true, y: true }, false],
  ['query ($x: Boolean!) { ...F @include(if: $x) ...F } fragment F on Query { closed }', { x: false }, true],
  ['query ($x: Boolean!) { ...F @include(if: $x) } fragment F on Query { closed }', { x: false }, false],
  ['query ($x: Boolean!) { closed @include(if: $x) }', { x: 'true' }, true],
  ['query ($__proto__: Boolean!) { closed @include(if: $__proto__) }', JSON.parse('{"__proto__": false}'), true],
  ['query ($toString: Boolean!) { closed @include(if: $toString) }', {}, true],
])('%s with %j needs a user: %s', (query, variables, needed) => {
  const document = parse(query);
  const operation = getOperationAST(document);
  expect(operation && needsViewer(schema, document, operation, variables)).toBe(needed);
});

test('fragments that fan out cost a walk through the document, not through what it stands for', () => {
  const levels = Array.from(
    { length: 200 },
    (_, level) => `fragment F${level} on Query { a: self { ...F${level + 1} } b: self { ...F${level + 1} } }`,
  );
  const query = `query ($x: Boolean!) { ...F0 @include(if: $x) } ${levels.join(' ')} fragment F200 on Query { closed }`;
  expect(verdictOn(query)).toBe('by variables');
});
