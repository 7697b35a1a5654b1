import type { CodegenConfig } from '@graphql-codegen/cli';

/** The typed client's operations, from the committed schema: no server has to run. `npm run generate` calls it. */
export default {
  schema: 'server/graphql/schema.graphql',
  documents: 'client/auth/operations/*.graphql',
  generates: {
    'client/auth/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        scalars: { ID: 'string', DateTime: 'string' },
        strictScalars: true,
        enumsAsTypes: true,
        useTypeImports: true,
        avoidOptionals: { field: true },
        skipTypename: true,
      },
    },
  },
} satisfies CodegenConfig;
