import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';

/** Copies the project as it stands, uncommitted changes included, for a test that changes sources. It shares the packages. */
export async function copyProject(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'gatehouse-copy-'));
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
  for (const file of files.trim().split('\n').filter(existsSync)) {
    await cp(file, join(copy, file), { recursive: true });
  }
  await symlink(resolve('node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Replaces a text in a file, which has to have it. */
export async function replaceIn(path: string, what: string | RegExp, by: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const replaced = text.replace(what, by);
  expect(replaced, `${what} in ${path}`).not.toBe(text);
  await writeFile(path, replaced);
}
