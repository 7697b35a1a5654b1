import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { toAnswer } from './graphql-answer.ts';

const errors = (codes: string[]) => codes.map((code) => new GraphQLError('No.', { extensions: { code } }));

test('an answer tells of the first errors only, as many as the limit is', () => {
  const { body } = toAnswer({ data: { a: null }, errors: errors(Array(7).fill('FORBIDDEN')) }, 'application/json', 5);
  expect(JSON.parse(String(body)).errors).toHaveLength(5);
});

test('a store’s fault that comes after them still answers no data', () => {
  const late = errors([...Array(7).fill('FORBIDDEN'), 'SERVICE_UNAVAILABLE']);
  const { status, body } = toAnswer({ data: { me: null }, errors: late }, 'application/json', 5);
  expect(status).toBe(503);
  expect(JSON.parse(String(body))).not.toHaveProperty('data');
});
