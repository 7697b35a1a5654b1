import { expect, test } from 'vitest';
import { createPasswords, HashQueueFull } from './passwords.ts';
import { checkNewPassword } from './policy.ts';

const passwords = createPasswords({ cost: 4 });

test('a password is stored in Django’s encoded form', async () => {
  expect(await passwords.hash('correct horse')).toMatch(/^bcrypt_sha256\$\$2b\$04\$[./A-Za-z0-9]{53}$/);
});

test('two hashes of one password differ', async () => {
  expect(await passwords.hash('same')).not.toBe(await passwords.hash('same'));
});

test('no password verifies without an account, and the decoy is a hash of the same cost', async () => {
  expect(await passwords.verify('', undefined)).toBe(false);
  expect(await passwords.verify('anything', undefined)).toBe(false);
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
  expect(await passwords.verify('', encoded)).toBe(false);
  expect(await passwords.verify('anything', encoded)).toBe(false);
});

test('a password that was hashed as it was typed verifies as it was typed', async () => {
  const { encodeBcryptSha256 } = await import('./bcrypt-sha256.ts');
  const decomposed = 'cafe\u0301';
  const encoded = await encodeBcryptSha256(decomposed, 4);

  expect(await passwords.verify(decomposed, encoded)).toBe(true);
});

test('more hashes than can wait are refused at once, and the others are done', async () => {
  const slow = createPasswords({ cost: 8 });
  const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => slow.verify('x', undefined)));

  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(200);
  expect(refused.every(({ reason }) => reason instanceof HashQueueFull)).toBe(true);
});

test.each([
  ['', ['REQUIRED']],
  ['1234567', ['PASSWORD_TOO_SHORT']],
  ['12345678', []],
  ['😀'.repeat(7), ['PASSWORD_TOO_SHORT']],
  ['e\u0301'.repeat(7), ['PASSWORD_TOO_SHORT']],
  ['a'.repeat(1024), []],
  ['a'.repeat(1025), ['PASSWORD_TOO_LONG']],
  ['\ud800 broken characters', ['INVALID_CHARACTERS']],
])('the new password %j breaks the rules %j', (password, codes) => {
  expect(checkNewPassword(password).map(({ code }) => code)).toEqual(codes);
});

test('a new password that is the current one is refused, also in another normal form', () => {
  expect(checkNewPassword('caf\u00e9 au lait', 'cafe\u0301 au lait').map(({ code }) => code)).toEqual([
    'PASSWORD_UNCHANGED',
  ]);
});
