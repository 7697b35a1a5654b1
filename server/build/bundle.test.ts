import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const files = await readdir('dist');
const bundle = await Promise.all(
  files
    .filter((name) => name.endsWith('.js'))
    .map(async (name): Promise<[string, string]> => [name, await readFile(join('dist', name), 'utf8')]),
);

test('nothing of the bundle takes two bytes a letter', () => {
  expect(bundle.filter(([, text]) => /[^\0-\x7f]/.test(text)).map(([name]) => name)).toEqual([]);
});

test('the query compiler comes as bytes, not as a text to decode', () => {
  expect(files).toContain('query-compiler.wasm');
  expect(bundle.filter(([, text]) => /"AGFzbQ/.test(text)).map(([name]) => name)).toEqual([]);
});

test('what not every service has is loaded only where it is needed', () => {
  const texts = new Map(bundle);
  const loaded = new Set([...texts.keys()].filter((name) => /^(main|serve-.*)\.js$/.test(name)));
  // What is added to a set while it is walked is walked, too.
  for (const name of loaded) {
    for (const [, next = ''] of texts.get(name)?.matchAll(/^(?:import|export|})[^(\n]*"\.\/([^"]+)";$/gm) ?? []) {
      loaded.add(next);
    }
  }
  const all = [...loaded].map((name) => texts.get(name)).join('\n');

  expect(all).toMatch(/ from "piscina";$/m);
  expect(all).not.toMatch(
    / from "(@electric-sql\/pglite|@node-rs\/argon2|bcrypt|fs-native-extensions|@prisma\/schema-engine-wasm)";$/m,
  );
});
