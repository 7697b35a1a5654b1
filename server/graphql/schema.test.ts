import { readFile } from 'node:fs/promises';
import { getNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType, isUnionType } from 'graphql';
import { expect, test } from 'vitest';
import { PROFILE_FIELD_NAMES } from '../accounts/profile-fields.ts';
import { printSchema } from './print-schema.ts';
import { schema } from './schema.ts';

const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));

test('schema.graphql is what the code says: npm run generate writes it', async () => {
  expect(await readFile('server/graphql/schema.graphql', 'utf8')).toBe(printSchema(schema));
});

test('every type, field, argument and enum value has a description', () => {
  const bare: string[] = [];
  const note = (name: string, { description }: { description?: string | null }) => {
    if (!description?.trim()) {
      bare.push(name);
    }
  };
  for (const type of types) {
    note(type.name, type);
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        note(`${type.name}.${field.name}`, field);
        for (const argument of 'args' in field ? field.args : []) {
          note(`${type.name}.${field.name}(${argument.name})`, argument);
        }
      }
    }
    if (isEnumType(type)) {
      for (const value of type.getValues()) {
        note(`${type.name}.${value.name}`, value);
      }
    }
  }
  expect(bare).toEqual([]);
});

test('every failure member of a result union implements Error', () => {
  const results = types.filter((type) => isUnionType(type) && type.name.endsWith('Result'));
  const members = new Set(results.flatMap((union) => (isUnionType(union) ? union.getTypes() : [])));
  for (const member of members) {
    const isFailure = !member.name.endsWith('Success');
    expect(
      member.getInterfaces().map(({ name }) => name),
      member.name,
    ).toEqual(isFailure ? ['Error'] : []);
  }
});

test('no field anywhere shows a password, a hash, an epoch or a token', () => {
  const answered = types.filter((type) => isObjectType(type) && type !== schema.getMutationType());
  const names = answered.flatMap((type) => (isObjectType(type) ? Object.keys(type.getFields()) : []));
  const telling = names.filter((name) => /password|hash|epoch|token|folded/i.test(name));
  // What passwords must be is nobody's secret.
  expect(telling).toEqual(['passwordPolicy']);
});

test('what a person can change about themselves is the profile’s fields, and the proof for it', () => {
  const input = schema.getType('UpdateProfileInput');
  const fields = isInputObjectType(input) ? Object.keys(input.getFields()) : [];
  expect(fields).toEqual([...PROFILE_FIELD_NAMES, 'currentPassword']);
});

test('nobody can give themselves rights, another name or another password through their profile', () => {
  const own = ['username', 'usernameFolded', 'password', 'sessionEpoch', 'isActive', 'isStaff', 'isSuperuser'];
  const fixed: string[] = [...own, 'id', 'dateJoined', 'lastLogin'];
  expect(PROFILE_FIELD_NAMES.filter((name) => fixed.includes(name))).toEqual([]);
});

test('the fields that are private can be null', () => {
  const user = schema.getType('User');
  const fields = isObjectType(user) ? Object.values(user.getFields()) : [];
  const nullable = fields.filter(({ type }) => getNamedType(type) === type).map(({ name }) => name);
  expect(nullable).toEqual(['email', 'isStaff', 'isSuperuser', 'lastLogin']);
});
