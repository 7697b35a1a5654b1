import { defaultFieldResolver, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../schema.ts';

const PRIVATE = ['email', 'isStaff', 'isSuperuser', 'lastLogin'];

const author = {
  id: 'a',
  username: 'ada',
  email: 'ada@example.com',
  isStaff: false,
  isSuperuser: false,
  lastLogin: new Date(0),
};

/** What a viewer sees of the author, field by field. */
async function seenBy(viewer: object | null): Promise<unknown[]> {
  const fields = (schema.getType('User') as GraphQLObjectType).getFields();
  const context = { findViewer: async () => viewer };
  const seen = PRIVATE.map((name) =>
    (fields[name]?.resolve ?? defaultFieldResolver)(author, {}, context, { fieldName: name } as GraphQLResolveInfo),
  );
  return Promise.all(seen);
}

test.each([
  ['an anonymous visitor', null],
  ['another user', { id: 'b', isStaff: false }],
  ['a superuser who is not staff', { id: 'b', isStaff: false, isSuperuser: true }],
])('%s sees none of the private fields', async (_name, viewer) => {
  expect(await seenBy(viewer)).toEqual([null, null, null, null]);
});

test.each([
  ['the user', { id: 'a', isStaff: false }],
  ['staff', { id: 'b', isStaff: true }],
])('%s sees all of the private fields', async (_name, viewer) => {
  expect(await seenBy(viewer)).toEqual(['ada@example.com', false, false, new Date(0)]);
});
