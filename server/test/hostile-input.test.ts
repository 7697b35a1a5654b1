import { getNamedType, isScalarType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isGuarded } from '../graphql/guarded-fields.ts';
import { schema } from '../graphql/schema.ts';
import { somebody } from './callers.ts';
import { inputPathsOf, operationFor, rootPlacesOf } from './schema-walk.ts';
import { startTestApp, type TestApp } from './test-app.ts';

const HOSTILE_TEXTS = {
  empty: '',
  blank: '   ',
  '10 kB': 'a'.repeat(10_000),
  NUL: 'a\0b',
  'lone surrogates': '\ud800 and \udfff',
  emoji: '👩‍👩‍👧‍👦'.repeat(20),
  'right-to-left marks': '\u202Eabc\u2066def\u200F',
  'surrounding spaces': '  somebody  ',
  'line breaks': 'a\r\nb\u2028c',
  SQL: `'; DROP TABLE "User"; --`,
  HTML: '<img src=x onerror=alert(1)>',
  'a prototype': '__proto__',
  'combining marks': `a${'\u0301'.repeat(200)}`,
  'wide letters': '\uFDFA'.repeat(100),
  'a byte order mark': '\uFEFFadmin',
};

const HOSTILE_VALUES: Record<string, unknown> = {
  ...HOSTILE_TEXTS,
  'a huge number': 1e300,
  'a negative number': -1,
  null: null,
  'a list': [[]],
  'an object': { toString: 'x' },
};

/** What a caller's own input may be answered with, beside data. */
const TYPED = ['BAD_USER_INPUT'];

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});

// Fails, too, where a single request left an error in the log.
afterAll(() => app[Symbol.asyncDispose]());

const inputs = rootPlacesOf(schema).flatMap((place) =>
  place.field.args.flatMap(inputPathsOf).map((input) => ({ place, ...input, name: input.path.join('.') })),
);

test.each(inputs)('$place.coordinate takes whatever is written to $name', async ({ place, path, type }) => {
  const isText = isScalarType(getNamedType(type)) && getNamedType(type).name === 'String';
  for (const [name, value] of Object.entries(isText ? HOSTILE_TEXTS : HOSTILE_VALUES)) {
    const agent = isGuarded(schema, place.type, place.field.name)
      ? await app.signedUp({ ...somebody(), password: 'a passphrase of some words' })
      : app.visitor();
    const { query, variables } = operationFor(schema, place);
    write(variables, path, value);

    const { status, data, errors = [] } = await agent.send(query, variables);

    const untyped = errors.filter(({ extensions }) => !TYPED.includes(String(extensions.code)));
    expect(untyped, `${name}: ${query}`).toEqual([]);
    expect(data !== undefined || errors.length > 0, name).toBe(true);
    expect(status, name).toBeLessThan(500);
  }
});

/** Writes a value into the variables, and into the field that confirms it. */
function write(variables: Record<string, unknown>, [argument = '', ...path]: string[], value: unknown): void {
  const last = path.pop();
  const variable = `${argument}0`;
  if (last === undefined) {
    variables[variable] = value;
    return;
  }
  const parent = path.reduce(
    (object, key) => object[key] as Record<string, unknown>,
    variables[variable] as Record<string, unknown>,
  );
  parent[last] = value;
  if (`${last}Confirmation` in parent) {
    parent[`${last}Confirmation`] = value;
  }
}
