import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Load } from './load.ts';

const DIRECTORY = 'dist/ui';

/** The built UI's JavaScript before the first page is shown: the entry, and what the build says that it needs at once. */
export async function weighUi(): Promise<Load> {
  const page = await readFile(join(DIRECTORY, 'index.html'), 'utf8');
  const scripts = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, path = '']) => path);
  const parts = scripts.map(async (name) => {
    const { length: bytes } = await readFile(join(DIRECTORY, `${name}.gz`));
    return { name, bytes };
  });
  return { title: 'of gzipped JavaScript in the first load', limit: 120, parts: await Promise.all(parts) };
}
