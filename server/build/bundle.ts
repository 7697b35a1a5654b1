import { rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { markFresh } from './fingerprint.mjs';
import './generate-prisma.ts';
import { BUILD_INPUTS, BUILD_STAMP } from './inputs.mjs';

/** What brings files of its own that can't be bundled, or is loaded only when it is needed. */
const EXTERNAL = [
  '@electric-sql/pglite',
  '@graphql-yoga/render-graphiql',
  '@prisma/schema-engine-wasm',
  'bcrypt',
  'fs-native-extensions',
  'pino-pretty',
];

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: ['server/main.ts', 'server/migrate.ts'],
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
markFresh(BUILD_STAMP, BUILD_INPUTS);
