import { expect, test } from 'vitest';
import { createHashQueue, HashQueueFull } from './hash-queue.ts';
import { createPasswords } from './passwords.ts';

const passwords = createPasswords({ cost: 4 });
const NEVER = Number.POSITIVE_INFINITY;

test('a password is stored in Django’s encoded form', async () => {
  expect(await passwords.hash('correct horse', NEVER)).toMatch(/^bcrypt_sha256\$\$2b\$04\$[./A-Za-z0-9]{53}$/);
});

test('a value that Django 3.2 made verifies', async () => {
  const encoded = 'bcrypt_sha256$$2b$12$m1sq5Fc3EKnC6gr/YLKM4OefjQdlUdPvxZieZqwbTZacC8IzGLJZ6';

  expect(await passwords.verify('lètmein', encoded, NEVER)).toBe(true);
  expect(await passwords.verify('letmein', encoded, NEVER)).toBe(false);
});

test('two hashes of one password differ', async () => {
  expect(await passwords.hash('same', NEVER)).not.toBe(await passwords.hash('same', NEVER));
});

test('no password verifies without an account, and the decoy is a hash of the same cost', async () => {
  expect(await passwords.verify('', undefined, NEVER)).toBe(false);
  expect(await passwords.verify('anything', undefined, NEVER)).toBe(false);
});

test.each([
  '',
  '!',
  '!unusable',
  'md5$salt$hash',
  'bcrypt_sha256$',
  'bcrypt_sha256$$2b$04$short',
  'a\0b',
  'bcrypt_sha256$$2b$99$xxxx',
])('the foreign value %j never verifies and throws nothing', async (encoded) => {
  expect(await passwords.verify('', encoded, NEVER)).toBe(false);
  expect(await passwords.verify('anything', encoded, NEVER)).toBe(false);
});

test('a password that was hashed as it was typed verifies as it was typed', async () => {
  const { encodeBcryptSha256 } = await import('./bcrypt-sha256.ts');
  const decomposed = 'cafe\u0301';
  const encoded = await encodeBcryptSha256(decomposed, 4);

  expect(await passwords.verify(decomposed, encoded, NEVER)).toBe(true);
});

test('of more hashes than can be done in time some are refused at once, and the others are done', async () => {
  const slow = createPasswords({ cost: 9 });
  await slow.verify('how long does one take?', undefined, NEVER);
  const answerBy = performance.now() + 300;
  let settled = 0;
  const hashes = Array.from({ length: 200 }, () =>
    slow.verify('x', undefined, answerBy).finally(() => {
      settled += 1;
    }),
  );
  const all = Promise.allSettled(hashes);
  await new Promise((resolve) => setImmediate(resolve));
  expect(settled).toBeGreaterThan(100);

  const outcomes = await all;
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused.length).toBeLessThan(200);
  expect(refused.every(({ reason }) => reason instanceof HashQueueFull)).toBe(true);
});

test('one hash that took very long keeps nobody out after it', async () => {
  const queued = createHashQueue();
  await queued(NEVER, () => new Promise((resolve) => setTimeout(resolve, 500)));

  const outcomes = [1, 2, 3].map(() => () => queued(performance.now() + 100, async () => 'done'));
  for (const next of outcomes) {
    expect(await next()).toBe('done');
  }
});

test('a hash whose turn comes after the answer was due is not computed', async () => {
  const late = passwords.hash('too late', performance.now() - 1);

  await expect(late).rejects.toThrow(HashQueueFull);
});
