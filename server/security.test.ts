import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const page = await readFile('SECURITY.md', 'utf8');

test('every test that SECURITY.md names is there', async () => {
  const named = [...page.matchAll(/`([\w/-]+\.test\.ts)`/g)].map(([, name = '']) => name);
  const all = (await Promise.all(['server', 'client'].map(filesOf))).flat();
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((name) => !all.some((path) => path === name || path.endsWith(`/${name}`)))).toEqual([]);
});

test('every command and file that it names is there', async () => {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8'));
  const commands = [...page.matchAll(/`npm run ([\w:]+)/g)].map(([, name = '']) => name);
  const links = [...page.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = '']) => path);
  expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  expect(links.filter((path) => !existsSync(path))).toEqual([]);
});

async function filesOf(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).map((name) => join(folder, name));
}
