import { type GraphQLArgument, type GraphQLNamedType, getNamedType, isInputObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../graphql/schema.ts';
import { bombs } from './bombs.ts';
import { INSIDE } from './inside.ts';
import { operationFor, type Place, placesOf, rootPlacesOf } from './schema-walk.ts';
import { startTestApp, type TestApp } from './test-app.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ profile: 'production', introspection: false, playground: false });
});

afterAll(() => app[Symbol.asyncDispose]());

/** Every name of the schema, misspelt where a client would write it. */
const misspellings: { name: string; query: string; variables?: object }[] = [
  ...placesOf(schema).flatMap(({ type, field, coordinate }) => [
    { name: coordinate, query: `{ ... on ${type.name} { ${field.name}x } }` },
    { name: `${coordinate} without its fields`, query: `{ ... on ${type.name} { ${field.name} } }` },
    ...field.args.flatMap((argument) => misspeltArgument(coordinate, type, field.name, argument)),
  ]),
  ...Object.keys(schema.getTypeMap()).map((name) => ({
    name,
    query: `query ($x: ${name}x) { ... on ${name}x { id } }`,
  })),
  ...rootPlacesOf(schema).flatMap(misspeltVariables),
];

function misspeltArgument(
  coordinate: string,
  { name: type }: GraphQLNamedType,
  field: string,
  argument: GraphQLArgument,
) {
  const input = getNamedType(argument.type);
  const keys = isInputObjectType(input) ? Object.keys(input.getFields()) : [];
  return [
    { name: `${coordinate}(${argument.name})`, query: `{ ... on ${type} { ${field}(${argument.name}x: 1) } }` },
    ...keys.map((key) => ({
      name: `${coordinate}(${argument.name}.${key})`,
      query: `{ ... on ${type} { ${field}(${argument.name}: { ${key}x: "hunter2" }) { __typename } } }`,
    })),
  ];
}

function misspeltVariables(place: Place) {
  const { query, variables } = operationFor(schema, place);
  const inputs = Object.entries(variables).filter(([, value]) => typeof value === 'object');
  return inputs.flatMap(([name, value]) =>
    Object.keys(Object(value)).map((key) => ({
      name: `${place.coordinate} with $${name}.${key}`,
      query,
      variables: { ...variables, [name]: { ...Object(value), [`${key}x`]: 'hunter2' } },
    })),
  );
}

test.each(misspellings)('a misspelt $name is told of without a suggestion', async ({ query, variables }) => {
  const { errors, data } = await app.visitor().send(query, variables);
  expect(data).toBeUndefined();
  expect(JSON.stringify(errors)).not.toMatch(INSIDE);
  expect(JSON.stringify(errors)).not.toContain('hunter2');
});

test('where the schema may be asked for, the same misspellings are answered with suggestions', async () => {
  await using open = await startTestApp({ keep: true });
  const helped = [];
  for (const { query, variables } of misspellings) {
    const { errors } = await open.visitor().send(query, variables);
    helped.push(/Did you mean/.test(JSON.stringify(errors)));
  }
  expect(helped.filter(Boolean).length).toBeGreaterThan(misspellings.length / 2);
});

test.each([
  '{ __schema { queryType { name } } }',
  '{ a: __type(name: "User") { name } }',
  '{ ...F } fragment F on Query { ... { __schema { types { name } } } }',
])('the schema can’t be asked for: %s', async (query) => {
  const { errors, data } = await app.visitor().send(query);
  expect(data).toBeUndefined();
  expect(errors?.map(({ extensions }) => extensions.code)).toContain('GRAPHQL_VALIDATION_FAILED');
  expect(JSON.stringify(errors)).not.toMatch(INSIDE);
});

test('there is no playground', async () => {
  const answer = await fetch(`${app.url}/graphql`, { headers: { accept: 'text/html' } });
  expect(answer.status).toBe(405);
  expect(answer.headers.get('content-type')).toContain('application/json');
});

describe('no answer tells of the inside, in five errors at most:', () => {
  test.each(bombs('P'))('a bomb of $name', async ({ body }) => {
    await expectQuiet(app.visitor().post(body));
  });

  test.each([
    ['nothing', '', {}],
    ['no JSON', 'my password is hunter2', {}],
    ['JSON that is cut off', '{"query":"hunter2', {}],
    ['JSON with a wrong escape', '{"query":"\\xhunter2"}', {}],
    ['a batch', '[{"query":"{ hunter2 }"}]', {}],
    ['a number for a query', '{"query":1,"variables":{"password":"hunter2"}}', {}],
    ['a form', 'password=hunter2', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a page of another site', '{"query":"{ hunter2 }"}', { origin: 'https://evil.example' }],
    ['a client that reads HTML', '{"query":"{ hunter2 }"}', { accept: 'text/html' }],
    ['bytes that are no text', new Uint8Array([0xff, 0x68, 0x75]), {}],
    ['a body that is too long', `"${'hunter2'.repeat(15_000)}"`, {}],
    ['a syntax error', '{"query":"{ login(password: \\"hunter2\\" "}', {}],
  ])('%s', async (_name, body, headers) => {
    await expectQuiet(app.visitor().post(body, headers as Record<string, string>));
    expect(JSON.stringify(app.log)).not.toContain('hunter2');
  });

  test.each(['/', '/graphql', '/healthz', '/readyz', '/nowhere', '/..%2f..%2fpackage.json'])('%s', async (path) => {
    await expectQuiet(fetch(app.url + path));
  });
});

async function expectQuiet(answer: Promise<Response>): Promise<void> {
  const response = await answer;
  const text = await response.text();
  const { server, date, ...headers } = Object.fromEntries(response.headers);
  expect(server).toBeUndefined();
  expect(headers).not.toHaveProperty('x-powered-by');
  expect(text).not.toMatch(INSIDE);
  expect(text).not.toContain('hunter2');
  expect(text.startsWith('{') ? (JSON.parse(text).errors?.length ?? 0) : 0).toBeLessThanOrEqual(5);
}
