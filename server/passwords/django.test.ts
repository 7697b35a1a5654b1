import { describe, expect, test } from 'vitest';
import { askDjango, hasDjango } from '../test/django.ts';
import { createPasswords } from './passwords.ts';

const passwords = createPasswords({ cost: 4 });
const NEVER = Number.POSITIVE_INFINITY;

/** Decomposed, beyond the basic plane, longer than the 72 bytes that bcrypt reads. */
const PASSWORDS = ['correct horse', 'cafe\u0301 au lait', '😀 smile', 'long '.repeat(60)];

describe.skipIf(!hasDjango())('with the real Django', () => {
  test.each(['bcrypt_sha256', 'bcrypt', 'pbkdf2_sha256', 'pbkdf2_sha1', 'argon2'])(
    'a password that it encoded by %s verifies here, and another one does not',
    async (algorithm) => {
      const { encoded } = askDjango({ encode: PASSWORDS.map((password) => [algorithm, password]), check: [] });

      expect(encoded.map((value) => value.split('$')[0])).toEqual(PASSWORDS.map(() => algorithm));
      for (const [index, password] of PASSWORDS.entries()) {
        expect(await passwords.verify(password, encoded[index], NEVER)).toBe(true);
      }
      expect(await passwords.verify('another one', encoded[0], NEVER)).toBe(false);
    },
  );

  test('a password that was encoded here verifies there, and another one does not', async () => {
    const encoded = await Promise.all(PASSWORDS.map((password) => passwords.hash(password, NEVER)));

    const { checked } = askDjango({
      encode: [],
      check: [
        ...PASSWORDS.map((password, index): [string, string] => [password.normalize('NFC'), encoded[index] ?? '']),
        ...PASSWORDS.map((password, index): [string, string] => [`x${password}`, encoded[index] ?? '']),
      ],
    });

    expect(checked).toEqual([...PASSWORDS.map(() => true), ...PASSWORDS.map(() => false)]);
  });

  test('a password that it made unusable verifies with nothing', async () => {
    const [unusable = ''] = askDjango({ encode: [['default', null]], check: [] }).encoded;

    expect(unusable).toMatch(/^!/);
    for (const password of ['', '!', unusable, unusable.slice(1)]) {
      expect(await passwords.verify(password, unusable, NEVER)).toBe(false);
    }
  });
});
