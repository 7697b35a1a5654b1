import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import type { User } from '../database/user.ts';
import './authenticated-plugin.ts';
import type { Context } from './context.ts';
import './credential-plugin.ts';
import './failure-plugin.ts';
import type PrismaTypes from './generated/pothos-types.ts';
import { getDatamodel } from './generated/pothos-types.ts';

/** Prisma's models as the schema may see them: a user has no password here, so that exposing it is a type error. */
type VisibleTypes = Omit<PrismaTypes, 'User'> & { User: Omit<PrismaTypes['User'], 'Shape'> & { Shape: User } };

/** Configures Pothos; every type is defined in a file of its own and imported by schema.ts. */
export const builder = new SchemaBuilder<{
  Context: Context;
  DefaultFieldNullability: false;
  PrismaTypes: VisibleTypes;
  Scalars: { DateTime: { Input: Date; Output: Date }; ID: { Input: string; Output: string } };
}>({
  // The order matters: the guard is outside the errors that an operation answers, and who notes them is inside.
  plugins: ['authenticated', 'credential', ErrorsPlugin, 'failure', PrismaPlugin],
  defaultFieldNullability: false,
  errors: {
    directResult: true,
    defaultTypes: [],
    defaultUnionOptions: {
      name: ({ fieldName }) => `${fieldName[0]?.toUpperCase()}${fieldName.slice(1)}Result`,
    },
  },
  prisma: {
    client: (context) => context.prisma,
    dmmf: getDatamodel(),
    // A resolver that forgets to hand on its query would load every relation one by one.
    onUnusedQuery: 'error',
  },
});

builder.queryType({ description: 'What can be read.' });
builder.mutationType({
  description: 'What can be done. A result union is success or a failure to show to the person.',
});
