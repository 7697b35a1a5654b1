import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bombs } from './bombs.ts';
import { startTestApp, type TestApp } from './test-app.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app[Symbol.asyncDispose]());

function times(count: number, write: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => write(index)).join(' ');
}

async function refusalOf(query: string, on = app): Promise<{ status: number; code: unknown; message?: string }> {
  const { status, data, errors } = await on.visitor().send(query);
  expect(data).toBeUndefined();
  expect(errors).toHaveLength(1);
  return { status, code: errors?.[0]?.extensions.code, message: errors?.[0]?.message };
}

describe('a bomb', () => {
  test.each(bombs('A'))('of $name is refused with $code', async ({ body, code }) => {
    const response = await app.visitor().post(body);
    const { errors, data } = (await response.json()) as { errors: any[]; data?: unknown };

    expect(response.status).toBe(400);
    expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set([code]));
    expect(errors.length).toBeLessThanOrEqual(5);
    expect(data).toBeUndefined();
  });
});

describe('the limits', () => {
  const LEVELS = (levels: number) => `${'{me'.repeat(levels - 1)}{id}${'}'.repeat(levels - 1)}`;

  // Each one past its number, and what is within it is not refused for it.
  test.each([
    ['tokens', 'TOKEN_LIMIT', 'The document has more than 1000 tokens.', `{ ${'__typename '.repeat(999)}}`],
    ['depth', 'DEPTH_LIMIT', 'The operation is more than 10 levels deep.', LEVELS(11)],
    [
      'aliases',
      'ALIAS_LIMIT',
      'The operation has more than 15 aliases.',
      `{ ${times(16, (n) => `a${n}: __typename`)} }`,
    ],
    [
      'directives',
      'DIRECTIVE_LIMIT',
      'The operation has more than 5 directives.',
      `{ ${times(6, () => `...@skip(if: false) { __typename }`)} }`,
    ],
    [
      'cost',
      'COST_LIMIT',
      'The operation costs more than 1000.',
      `{ ${times(26, () => 'passwordPolicy { rules { code help limit } }')} }`,
    ],
  ])('of %s are told by %s, with the number', async (_name, code, message, query) => {
    expect(await refusalOf(query)).toEqual({ status: 400, code, message });
  });

  test('let pass what is just within them', async () => {
    const { data } = await app.visitor().send(`{
      ${times(15, (n) => `a${n}: __typename`)}
      ${times(5, () => '... @skip(if: false) { __typename }')}
    }`);
    expect(Object.keys(data ?? {})).toHaveLength(16);
    // Ten levels are none too many; that these fields don't exist is what is wrong.
    expect((await app.visitor().send(LEVELS(10))).errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  test('hold for every operation of a document, whichever is asked for', async () => {
    const query = `query A { me { id } } query B { ${times(16, (n) => `a${n}: __typename`)} }`;
    const response = await app.visitor().post(JSON.stringify({ query, operationName: 'A' }));
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'ALIAS_LIMIT' } }] });
  });

  test('let GraphiQL ask for the whole schema', async () => {
    const query = getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, oneOf: true });
    expect((await app.visitor().send(query)).data?.__schema.types.length).toBeGreaterThan(10);
  });

  test('are settings', async () => {
    await using strict = await startTestApp({
      keep: true,
      query: { tokens: 40, depth: 1, aliases: 1, directives: 0, cost: 4, errors: 2 },
      longestBody: 500,
    });
    const codeOf = async (query: string) => (await refusalOf(query, strict)).code;
    expect(await codeOf('{ me { id } }')).toBe('DEPTH_LIMIT');
    expect(await codeOf('{ a: __typename b: __typename }')).toBe('ALIAS_LIMIT');
    expect(await codeOf('{ __typename @skip(if: false) }')).toBe('DIRECTIVE_LIMIT');
    expect(await codeOf('{ __typename __typename __typename }')).toBe('COST_LIMIT');
    expect(await codeOf(`{ ${'__typename '.repeat(40)} }`)).toBe('TOKEN_LIMIT');
    expect((await strict.visitor().send('{ a b c d }')).errors).toHaveLength(2);
    expect((await strict.visitor().send(`{ __typename } #${'x'.repeat(500)}`)).errors?.[0]).toMatchObject({
      message: 'The body is longer than 500 bytes.',
      extensions: { code: 'PAYLOAD_TOO_LARGE' },
    });
  });

  test('are told of with 200 to a client that takes plain JSON', async () => {
    const query = `{ ${times(16, (n) => `a${n}: __typename`)} }`;
    expect((await app.visitor().send(query, {}, { accept: 'application/json' })).status).toBe(200);
  });
});
