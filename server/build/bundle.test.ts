import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const files = await readdir('dist');
const bundle = await Promise.all(
  files.filter((name) => name.endsWith('.js')).map(async (name) => [name, await readFile(join('dist', name), 'utf8')]),
);

test('nothing of the bundle takes two bytes a letter', () => {
  expect(bundle.filter(([, text]) => /[^\0-\x7f]/.test(String(text))).map(([name]) => name)).toEqual([]);
});

test('the query compiler comes as bytes, not as a text to decode', () => {
  expect(files).toContain('query-compiler.wasm');
  expect(bundle.filter(([, text]) => /"AGFzbQ/.test(String(text))).map(([name]) => name)).toEqual([]);
});
