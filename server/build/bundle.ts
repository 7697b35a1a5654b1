import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const DIST = 'dist';

/** What brings files of its own that can't be bundled, or is loaded only when it is needed. */
const EXTERNAL = [
  '@electric-sql/pglite',
  '@graphql-yoga/render-graphiql',
  '@prisma/schema-engine-wasm',
  'fs-native-extensions',
  'pino-pretty',
  'piscina',
];

/**
 * Prisma's query compiler is WebAssembly in a string of base64: two megabytes of source to read and decode at each start.
 * As bytes in a file they need neither. Prisma makes a Buffer of what it imports, and of a Buffer makes another one.
 */
const compilerAsBytes: Plugin = {
  name: 'compiler-as-bytes',
  setup({ onLoad }) {
    onLoad({ filter: /\.wasm-base64\.mjs$/ }, async ({ path }) => {
      const { wasm } = await import(pathToFileURL(path).href);
      await mkdir(DIST, { recursive: true });
      await writeFile(`${DIST}/query-compiler.wasm`, Buffer.from(wasm, 'base64'));
      return {
        contents: `import { readFileSync } from 'node:fs';
          export const wasm = readFileSync(new URL('query-compiler.wasm', import.meta.url));`,
      };
    });
  },
};

/** V8 takes two bytes a letter, and more time, for a file with one letter beyond Latin-1: in the bundle, a library's dash. */
function inAscii(source: string): string {
  return source.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Makes dist/main.js, dist/migrate.js and dist/manage.js, and puts beside them what they read as files. The generated code has to be there. */
export async function bundleServer(): Promise<void> {
  const { outputFiles } = await build({
    write: false,
    entryPoints: ['server/main.ts', 'server/migrate.ts', 'server/manage.ts'],
    outdir: DIST,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: EXTERNAL,
    // Of its modules only what is used, and calls of functions instead of properties.
    alias: { graphql: 'graphql/index.mjs' },
    plugins: [compilerAsBytes],
    // What is written in CommonJS asks for Node's own modules by require.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  await mkdir(DIST, { recursive: true });
  await Promise.all(outputFiles.map(({ path, text }) => writeFile(path, inAscii(text))));
  // Read beside the code that reads it, which is here now; the list with the licences that go with it.
  for (const name of ['hash-thread.mjs', 'common-passwords.txt', 'common-passwords.md']) {
    await copyFile(`server/passwords/${name}`, `${DIST}/${name}`);
  }
}
