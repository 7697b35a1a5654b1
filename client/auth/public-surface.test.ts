import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

/** The names that a file exports, those of `export type *` included. */
async function exportsOf(file: string): Promise<string[]> {
  const text = await readFile(`client/auth/${file}`, 'utf8');
  const lists = [...text.matchAll(/export (?:type )?\{([^}]+)\}/g)].flatMap(([, list = '']) => list.split(','));
  const declared = [...text.matchAll(/export (?:type|interface|const|function) (\w+)/g)].map(([, name = '']) => name);
  const stars = [...text.matchAll(/export type \* from '.\/([^']+)'/g)].map(([, path = '']) => exportsOf(path));
  const names = [...lists.map((name) => name.replace(/\btype\b/, '').trim()), ...declared].filter(Boolean);
  return [...names, ...(await Promise.all(stars)).flat()];
}

test('everything that the package exports has a test of its types', async () => {
  const names = [...(await exportsOf('auth.ts')), ...(await exportsOf('react.ts'))];
  const tests = await Promise.all(
    ['surface', 'types'].map((name) => readFile(`client/auth/${name}.test-d.tsx`, 'utf8')),
  );
  const used = tests.map((text) => text.slice(text.indexOf("from './react.ts';"))).join();

  expect(names).toEqual(expect.arrayContaining(['createAuthClient', 'Viewer', 'LoginInput', 'useDismiss']));
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(used))).toEqual([]);
});
