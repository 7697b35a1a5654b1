import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepSecretKey } from './secret-key-file.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-key-'));
});
afterEach(() => rm(directory, { recursive: true }));

test('a key is made once, kept for its owner alone, and is the same at every later start', async () => {
  const key = await keepSecretKey(directory);

  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(await keepSecretKey(directory)).toBe(key);
  expect((await stat(join(directory, 'secret-key'))).mode & 0o777).toBe(0o600);
  expect(await readdir(directory)).toEqual(['secret-key']);
});

test('another directory has another key', async () => {
  await mkdir(join(directory, 'other'));
  expect(await keepSecretKey(join(directory, 'other'))).not.toBe(await keepSecretKey(directory));
});

test('what a crash left of an unfinished one is no hindrance', async () => {
  await writeFile(join(directory, 'secret-key.new'), '5a1f');
  expect(await keepSecretKey(directory)).toMatch(/^[0-9a-f]{64}$/);
});

test.each(['', '5a1f', 'x'.repeat(64)])(
  'a kept key that is %j stops the start, is not shown and not replaced',
  async (text) => {
    await writeFile(join(directory, 'secret-key'), text);
    const refusal = await keepSecretKey(directory).catch((error: Error) => error.message);
    expect(refusal).toBe(`${directory}/secret-key is no key: put the right one back, or delete it for a new one.`);
    expect(await readFile(join(directory, 'secret-key'), 'utf8')).toBe(text);
  },
);

test('one that can’t be read or written is named with the fault', async () => {
  await mkdir(join(directory, 'secret-key'));
  await expect(keepSecretKey(directory)).rejects.toThrow(/secret-key can't be used \(EISDIR\)/);
  await expect(keepSecretKey(join(directory, 'nowhere'))).rejects.toThrow(/can't be used \(ENOENT\)/);
});
