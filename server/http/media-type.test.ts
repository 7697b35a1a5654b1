import { expect, test } from 'vitest';
import { chooseAnswerType } from './media-type.ts';

const JSON_TYPE = 'application/json';
const GRAPHQL_TYPE = 'application/graphql-response+json';

test.each([
  [undefined, JSON_TYPE],
  ['', JSON_TYPE],
  ['*/*', JSON_TYPE],
  ['application/*', JSON_TYPE],
  ['application/json, multipart/mixed', JSON_TYPE],
  ['application/graphql-response+json', GRAPHQL_TYPE],
  ['application/graphql-response+json, application/json', GRAPHQL_TYPE],
  ['application/json;q=0.5, application/graphql-response+json;q=0.9', GRAPHQL_TYPE],
  ['application/graphql-response+json;q=0, application/json', JSON_TYPE],
  ['text/html, */*;q=0.1', JSON_TYPE],
  ['APPLICATION/JSON; charset=utf-8', JSON_TYPE],
])('to a client that accepts %j the answer is %s', (accept, type) => {
  expect(chooseAnswerType(accept)).toBe(type);
});

test.each(['text/html', 'application/json;q=0', 'image/*'])('a client that accepts only %j is refused', (accept) => {
  expect(() => chooseAnswerType(accept)).toThrow(/answer can be/);
});
