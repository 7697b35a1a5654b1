import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { expect, test, vi } from 'vitest';
import { createHashQueue, HashQueueFull } from './hash-queue.ts';
import { onHashThread } from './hash-threads.ts';
import { encodeBcryptSha256 } from './hashers/bcrypt-sha256.ts';
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
  `!bcrypt_sha256$$2b$04$${'.'.repeat(53)}`,
])('the foreign value %j never verifies and throws nothing', async (encoded) => {
  expect(await passwords.verify('', encoded, NEVER)).toBe(false);
  expect(await passwords.verify('anything', encoded, NEVER)).toBe(false);
});

test('a password that was hashed as it was typed verifies as it was typed', async () => {
  const decomposed = 'cafe\u0301';
  const encoded = await encodeBcryptSha256(decomposed, 4);

  expect(await passwords.verify(decomposed, encoded, NEVER)).toBe(true);
});

test('a value of another algorithm or work factor is outdated, and a new one is not', async () => {
  const encoded = await passwords.hash('correct horse', NEVER);

  expect(passwords.isOutdated(encoded)).toBe(false);
  expect(createPasswords({ cost: 5 }).isOutdated(encoded)).toBe(true);
  expect(createPasswords({ cost: 14 }).isOutdated(await encodeBcryptSha256('x', 4))).toBe(true);
  expect(passwords.isOutdated(encoded.replace('bcrypt_sha256', 'bcrypt'))).toBe(true);
  expect(passwords.isOutdated('!')).toBe(true);
});

/** How many steps of bcrypt a verification takes, counted and not timed. */
async function stepsOf(text: string, encoded: string | undefined): Promise<number> {
  const asked = vi.spyOn(Piscina.prototype, 'run');
  await createPasswords({ cost: 7 }).verify(text, encoded, NEVER);
  // What the threads that hash are asked for: a text and a value that it is compared with.
  const steps = asked.mock.calls.map(([{ args }]) => 2 ** Number(args[1].split('$')[2]));
  asked.mockRestore();
  return steps.reduce((sum, count) => sum + count, 0);
}

test.each([
  ['no account', 'wrong', async () => undefined],
  ['an unusable password', 'wrong', async () => '!nT3sTh1sIsUnusable'],
  ['a wrong password', 'wrong', () => encodeBcryptSha256('right', 7)],
  ['the right password', 'right', () => encodeBcryptSha256('right', 7)],
  ['a wrong password and an older cost', 'wrong', () => encodeBcryptSha256('right', 5)],
  ['the right password and an older cost', 'right', () => encodeBcryptSha256('right', 4)],
  [
    'a hash of plain bcrypt with an older cost',
    'right',
    async () => `bcrypt$${await onHashThread('bcrypt', 'right', 4)}`,
  ],
])('%s takes as many steps as any other, and twice as many where the text is not NFC', async (_case, text, encode) => {
  expect(await stepsOf(text, await encode())).toBe(2 ** 7);
  expect(await stepsOf(`${text} cafe\u0301`, await encode())).toBe(2 * 2 ** 7);
});

test('the right password that is not NFC takes as many steps as a wrong one', async () => {
  const text = 'cafe\u0301';

  expect(await stepsOf(text, await encodeBcryptSha256(text.normalize('NFC'), 7))).toBe(2 * 2 ** 7);
  expect(await stepsOf(text, await encodeBcryptSha256(text, 6))).toBe(2 * 2 ** 7);
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

test('work that makes several hashes counts as that many, for who waits behind it and in how long one takes', async () => {
  const queued = createHashQueue();
  const take = (hashes: number) => () => new Promise((resolve) => setTimeout(resolve, hashes * 50));
  await queued(NEVER, take(4), 4);
  const places = Math.max(1, availableParallelism() - 1);
  const busy = Array.from({ length: places * 2 }, () => queued(NEVER, take(4), 4));

  // Before this one's turn come 200 ms that run and 200 ms that wait; one after another without that takes 50 ms.
  await expect(queued(performance.now() + 220, take(1))).rejects.toThrow('too many');
  expect(await queued(performance.now() + 700, async () => 'done')).toBe('done');
  await Promise.all(busy);
});

test('a hash whose turn comes after the answer was due is not computed', async () => {
  const late = passwords.hash('too late', performance.now() - 1);

  await expect(late).rejects.toThrow(HashQueueFull);
});
