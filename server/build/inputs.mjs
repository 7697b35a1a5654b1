/** What the server's generated code is made from. */
export const GENERATE_INPUTS = ['prisma/schema.prisma', 'prisma/prisma.config.ts', 'package-lock.json'];
export const GENERATE_STAMP = 'server/database/generated/.stamp';

/** What the client's generated code is made from. */
export const CLIENT_INPUTS = [
  'server/graphql/schema.graphql',
  'client/auth/operations',
  'client/ui',
  'codegen.ts',
  'package-lock.json',
];
export const CLIENT_STAMP = 'client/auth/generated/.stamp';

/** What the build is made from. */
export const BUILD_INPUTS = ['server', 'client', 'prisma', 'codegen.ts', 'package-lock.json', 'tsconfig.json'];
export const BUILD_STAMP = 'dist/.stamp';
