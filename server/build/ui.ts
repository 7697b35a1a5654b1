import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { build } from 'vite';
import { PAGES } from '../../client/ui/pages.ts';

// Node's environment decides which React is built in; only the one for production is for users.
process.env.NODE_ENV = 'production';

const DIRECTORY = 'dist/ui';

/** Makes dist/ui: the files, each compressed as well as can be, and the list of addresses that the server answers. */
export async function buildUi(): Promise<void> {
  await build({ configFile: 'client/ui/vite.config.ts', logLevel: 'warn' });
  await writeFile(join(DIRECTORY, 'pages.json'), JSON.stringify(Object.values(PAGES)));
  const assets = await readdir(join(DIRECTORY, 'assets'));
  await Promise.all(['index.html', ...assets.map((name) => join('assets', name))].map(compress));
}

async function compress(name: string): Promise<void> {
  const path = join(DIRECTORY, name);
  const content = await readFile(path);
  await Promise.all([
    writeFile(`${path}.br`, await promisify(brotliCompress)(content)),
    writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 })),
  ]);
}
