import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// A schema of one copy is none to another: what one has checked, the other one may not see.

test('one copy of graphql is installed', async () => {
  const files = await readdir('node_modules', { recursive: true });
  expect(files.filter((path) => /(^|node_modules\/)graphql\/package\.json$/.test(path))).toEqual([
    'graphql/package.json',
  ]);
});

test('one copy of graphql is in the bundle', async () => {
  const names = (await readdir('dist')).filter((name) => name.endsWith('.js'));
  const texts = await Promise.all(names.map((name) => readFile(join('dist', name), 'utf8')));
  // What graphql-js says of a second copy is in each copy once.
  expect(texts.join('').match(/from another module or realm/g)).toHaveLength(1);
});
