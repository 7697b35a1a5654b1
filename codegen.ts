import type { CodegenConfig } from '@graphql-codegen/cli';

const typed = {
  preset: 'client',
  presetConfig: { fragmentMasking: false },
  config: {
    // Half the bytes of the parsed form; generate-client.ts takes urql's own tag for it.
    documentMode: 'graphQLTag',
    scalars: { ID: 'string', DateTime: 'string' },
    strictScalars: true,
    enumsAsTypes: true,
    useTypeImports: true,
    avoidOptionals: { field: true },
    skipTypename: true,
  },
} as const;

/** Typed operations, from the committed schema: no server has to run. `npm run generate` calls it. */
export default {
  schema: 'server/graphql/schema.graphql',
  // There may be none of yours.
  ignoreNoDocuments: true,
  generates: {
    // The client's own.
    'client/auth/generated/': { ...typed, documents: 'client/auth/operations/*.graphql' },
    // Yours, beside your pages.
    'client/ui/generated/': { ...typed, documents: 'client/ui/**/*.graphql' },
  },
} satisfies CodegenConfig;
