import { pbkdf2Sync } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { onHashThread } from './hash-threads.ts';

/** Some hundred milliseconds. */
const COST = 11;

test('hashes keep nothing waiting that needs Node’s own thread pool, however many they are', async () => {
  // Until there is a thread for each.
  await Promise.all(Array.from({ length: 8 }, () => onHashThread('bcrypt', 'x', COST)));
  const done: string[] = [];
  const hashes = Array.from({ length: 8 }, () => onHashThread('bcrypt', 'x', COST).then(() => done.push('hash')));
  await sleep(20);
  await stat('.').then(() => done.push('file'));
  await Promise.all(hashes);

  expect(done[0]).toBe('file');
});

test('a hash that fails is an error, and the thread does the next one', async () => {
  await expect(onHashThread('pbkdf2', 'x', 'salt', 1, 20, 'no digest')).rejects.toThrow('Invalid digest');
  expect(await onHashThread('pbkdf2', 'x', 'salt', 1, 3, 'sha1')).toHaveLength(4);
});

test('each hash is answered with its own, however many there are at once', async () => {
  const texts = Array.from({ length: 40 }, (_, index) => `text ${index}`);
  const hashes = await Promise.all(texts.map((text) => onHashThread('pbkdf2', text, 'salt', 1, 20, 'sha1')));

  expect(hashes).toEqual(texts.map((text) => pbkdf2Sync(text, 'salt', 1, 20, 'sha1').toString('base64')));
});

/** What Linux tells of this process's threads; elsewhere nothing does. */
describe.runIf(process.platform === 'linux')('a thread that hashes', () => {
  test('lets the one that answers requests go first', async () => {
    await onHashThread('bcrypt', 'x', 4);

    expect(await threadsBehind()).toBeGreaterThan(0);
  });

  test('is used again', async () => {
    await onHashThread('bcrypt', 'x', 4);
    const before = await threadsBehind();
    await onHashThread('bcrypt', 'x', 4);

    expect(await threadsBehind()).toBe(before);
  });
});

/** How many threads of this process have a lower priority than this one. */
async function threadsBehind(): Promise<number> {
  const threads = await readdir('/proc/self/task');
  const stats = await Promise.all(threads.map((thread) => readFile(`/proc/self/task/${thread}/stat`, 'utf8')));
  // Field 19 of proc_pid_stat(5), counted from behind the name, which may have spaces in it.
  const niceness = stats.map((text) => Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[16]));
  return niceness.filter((nice) => nice > getPriority()).length;
}
