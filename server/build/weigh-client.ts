import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { build } from 'esbuild';
import type { Load } from './load.ts';

/** What an app has beside the client: named one by one, so that a dependency that comes in later is weighed. */
const PEERS = ['react', 'react-dom', 'urql', '@urql/*', 'wonka', 'graphql', '@graphql-typed-document-node/core'];

const EVERYTHING = `export * from './auth.ts'; export * from './react.ts';`;

/** All of the client, as an app that uses both of its files would have it built. */
export async function weighClient(): Promise<Load> {
  const { outputFiles } = await build({
    stdin: { contents: EVERYTHING, resolveDir: 'client/auth', loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    // As client/auth/tsconfig.json has it for the package.
    target: 'es2023',
    external: PEERS,
    write: false,
    logLevel: 'warning',
  });
  const parts = outputFiles.map(async ({ contents }) => {
    const { length: bytes } = await promisify(gzip)(contents, { level: 9 });
    return { name: 'client/auth/{auth,react}.ts', bytes };
  });
  return {
    title: 'of gzipped JavaScript in the client alone, without React and urql',
    limit: 8,
    parts: await Promise.all(parts),
  };
}
