import { expect, test } from 'vitest';
import { inputPathsOf, placesOf } from '../test/schema-walk.ts';
import { takesCredential } from './guarded-fields.ts';
import { schema } from './schema.ts';

/** How an input is called that holds a password or the like. */
const CREDENTIAL = /pass(word|phrase|code)|secret|credential/i;

test('every field that takes a password is marked `credential`, and no other is', () => {
  const places = placesOf(schema);
  const taking = places.filter(({ field }) =>
    field.args.flatMap(inputPathsOf).some(({ path }) => path.some((name) => CREDENTIAL.test(name))),
  );
  const marked = places.filter(({ type, field }) => takesCredential(schema, type, field.name));

  expect(taking.map(({ coordinate }) => coordinate)).toContain('Mutation.login');
  expect(marked.map(({ coordinate }) => coordinate)).toEqual(taking.map(({ coordinate }) => coordinate));
});
