import { copyFile } from 'node:fs/promises';
import { build } from 'esbuild';

/** What brings files of its own that can't be bundled, or is loaded only when it is needed. */
const EXTERNAL = [
  '@electric-sql/pglite',
  '@graphql-yoga/render-graphiql',
  '@node-rs/argon2',
  '@prisma/schema-engine-wasm',
  'bcrypt',
  'fs-native-extensions',
  'pino-pretty',
];

/** Makes dist/main.js, dist/migrate.js and dist/manage.js, and puts the list of common passwords beside them. The generated code has to be there. */
export async function bundleServer(): Promise<void> {
  await build({
    entryPoints: ['server/main.ts', 'server/migrate.ts', 'server/manage.ts'],
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: EXTERNAL,
    // What is written in CommonJS asks for Node's own modules by require.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  // Read beside the code that reads it, which is here now; with the licences that go with it.
  for (const name of ['common-passwords.txt', 'common-passwords.md']) {
    await copyFile(`server/passwords/${name}`, `dist/${name}`);
  }
}
