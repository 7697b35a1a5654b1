import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isGuarded } from '../graphql/guarded-fields.ts';
import { schema } from '../graphql/schema.ts';
import type { Agent } from './agent.ts';
import { STRANGERS, somebody } from './callers.ts';
import { guardedPlacesOf, operationFor, rootPlacesOf } from './schema-walk.ts';
import { startTestApp, type TestApp } from './test-app.ts';

/** What anybody may call. A new root field is guarded, or somebody adds it here and says why in the review. */
const OPEN_FIELDS = [
  'Query.me',
  'Query.passwordPolicy',
  'Mutation.signup',
  'Mutation.login',
  'Mutation.logout',
  'Mutation.checkPassword',
];

let app: TestApp;
let runs = 0;

beforeAll(async () => {
  app = await startTestApp();
  for (const { field } of rootPlacesOf(schema)) {
    const { resolve } = field;
    field.resolve = (...args) => {
      runs += 1;
      return resolve?.(...args);
    };
  }
});

afterAll(() => app[Symbol.asyncDispose]());

test('every root field is guarded, or on the short list of open ones', () => {
  const open = rootPlacesOf(schema).filter(({ type, field }) => !isGuarded(schema, type, field.name));

  expect(open.map(({ coordinate }) => coordinate).sort()).toEqual([...OPEN_FIELDS].sort());
});

describe.each(Object.entries(STRANGERS))('to a caller whose session is %s', (_name, arrive) => {
  let stranger: Agent;

  beforeAll(async () => {
    stranger = await arrive(app);
  });

  afterEach(() => {
    runs = 0;
  });

  test.each(guardedPlacesOf(schema))('$coordinate answers UNAUTHENTICATED and runs nothing', async (place) => {
    const { query, variables } = operationFor(schema, place);
    runs = 0;

    const answer = await stranger.send(query, variables);

    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    expect(answer.status).toBe(401);
    expect(answer).not.toHaveProperty('data');
    expect(runs).toBe(0);
  });

  test('me answers null, and login works', async () => {
    const person = somebody();
    await app.signedUp(person);

    expect(await stranger.me()).toBeNull();
    expect(await stranger.login(person.username, person.password)).toMatchObject({ __typename: 'LoginSuccess' });
    expect(await stranger.me()).toMatchObject({ username: person.username });
  });
});

test('a signed-in user passes the guard of every guarded field', async () => {
  for (const place of guardedPlacesOf(schema)) {
    const agent = await app.signedUp(somebody());
    const { query, variables } = operationFor(schema, place);

    expect((await agent.send(query, variables)).data, place.coordinate).toBeDefined();
  }
});
