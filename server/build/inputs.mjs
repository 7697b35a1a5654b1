/** What the generated code is made from. */
export const GENERATE_INPUTS = ['prisma/schema.prisma', 'prisma/prisma.config.ts', 'package-lock.json'];
export const GENERATE_STAMP = 'server/database/generated/.stamp';

/** What the build is made from. */
export const BUILD_INPUTS = ['server', 'prisma', 'package-lock.json', 'tsconfig.json'];
export const BUILD_STAMP = 'dist/.stamp';
