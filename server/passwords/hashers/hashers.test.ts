import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../config.ts';
import { MOST_COST } from './bcrypt-text.ts';
import { readHash } from './registry.ts';

/** Values that others published, with their passwords. */
const PUBLISHED: [source: string, password: string, encoded: string][] = [
  [
    'bcrypt_sha256 by Django’s tests',
    'lètmein',
    'bcrypt_sha256$$2b$12$m1sq5Fc3EKnC6gr/YLKM4OefjQdlUdPvxZieZqwbTZacC8IzGLJZ6',
  ],
  [
    'scrypt by Django’s tests',
    'lètmein',
    'scrypt$16384$seasalt$8$1$Qj3+9PPyRjSJIebHnG81TMjsqtaIGxNQG/aEB/NYafTJ7tibgfYz71m0ldQESkXFRkdVCBhhY8mx7rQwite/Pw==',
  ],
  [
    'scrypt by RFC 7914, p = 16',
    'password',
    `scrypt$1024$NaCl$8$16$${base64(`
    fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162
    2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640`)}`,
  ],
  [
    'scrypt by RFC 7914, p = 1',
    'pleaseletmein',
    `scrypt$16384$SodiumChloride$8$1$${base64(`
    7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2
    d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887`)}`,
  ],
  ['PBKDF2 by RFC 6070', 'password', `pbkdf2_sha1$4096$salt$${base64('4b007901b765489abead49d926f721d065a429c1')}`],
  [
    'argon2i without a version by Django’s tests',
    'secret',
    'argon2$argon2i$m=8,t=1,p=1$c29tZXNhbHQ$gwQOXSNhxiOxPOA0+PY10P9QFO4NAYysnqRt1GSQLE55m+2GYDt9FEjPMHhP2Cuf0nOEXXMocVrsJAtNSsKyfg',
  ],
  ['argon2i by Django’s tests', 'secret', 'argon2$argon2i$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$YC9+jJCrQhs5R6db7LlN8Q'],
  [
    'argon2id by Django’s tests',
    'secret',
    'argon2$argon2id$v=19$m=102400,t=2,p=8$Y041dExhNkljRUUy$TMa6A8fPJhCAUXRhJXCXdw',
  ],
];

function base64(hexadecimal: string): string {
  return Buffer.from(hexadecimal.replace(/\s/g, ''), 'hex').toString('base64');
}

describe.each(PUBLISHED)('the value of %s', (_source, password, encoded) => {
  test('verifies with its password and with no other', async () => {
    const stored = readHash(encoded);
    expect(await stored?.matches(password)).toBe(true);
    expect(await stored?.matches(`${password}z`)).toBe(false);
    expect(await stored?.matches('')).toBe(false);
  });

  test('verifies with no odd text, and throws nothing', async () => {
    for (const text of ['\0', `${password}\0z`, '\ud800', `${password}\udfff`, 'x'.repeat(100_000)]) {
      expect(await readHash(encoded)?.matches(text)).toBe(false);
    }
  });

  test('verifies nowhere any more when it was cut or changed, and throws nothing', async () => {
    for (const changed of mutationsOf(encoded)) {
      const matches = readHash(changed)?.matches(password);
      expect([changed, (await matches) ?? false]).toEqual([changed, false]);
    }
  });
});

/** A value with a character missing, doubled or replaced, and cut at each `$`. */
function mutationsOf(encoded: string): string[] {
  const places = [...encoded].flatMap((character, at) => (/[$=,\d]/.test(character) ? [at] : []));
  const changed = places.flatMap((at) =>
    ['', '$', '\0', '-1', '0x1'].map((piece) => encoded.slice(0, at) + piece + encoded.slice(at + 1)),
  );
  return [...changed, ...places.map((at) => encoded.slice(0, at))].filter((value) => value !== encoded);
}

const SCRYPT = `${'A'.repeat(86)}==`;
const ARGON2 = `${'A'.repeat(22)}$${'A'.repeat(22)}`;

test.each([
  ['bcrypt$$2b$31$', `bcrypt$$2b$31$${'.'.repeat(53)}`],
  ['one bcrypt cost too many', `bcrypt_sha256$$2b$17$${'.'.repeat(53)}`],
  ['2^31 iterations of SHA-256', 'pbkdf2_sha256$2147483648$salt$AAAA'],
  ['one iteration of SHA-256 too many', 'pbkdf2_sha256$10000001$salt$AAAA'],
  ['2^31 iterations of SHA-1', 'pbkdf2_sha1$2147483648$salt$AAAA'],
  ['N = 2^30', `scrypt$1073741824$salt$8$1$${SCRYPT}`],
  ['512 MiB for scrypt', `scrypt$524288$salt$8$1$${SCRYPT}`],
  ['p = 9999', `scrypt$16384$salt$8$9999$${SCRYPT}`],
  ['an N that is no power of two', `scrypt$16383$salt$8$1$${SCRYPT}`],
  ['an N that RFC 7914 forbids with this r', `scrypt$65536$salt$1$1$${SCRYPT}`],
  ['4 GiB for argon2', `argon2$argon2id$v=19$m=4194304,t=1,p=1$${ARGON2}`],
  ['a thousand passes over 100 MiB', `argon2$argon2id$v=19$m=102400,t=1000,p=1$${ARGON2}`],
  ['less memory than the lanes need', `argon2$argon2id$v=19$m=8,t=1,p=2$${ARGON2}`],
  ['more lanes than the library takes', `argon2$argon2id$v=19$m=102400,t=1,p=256$${ARGON2}`],
  ['a value of a megabyte', `pbkdf2_sha256$1$${'s'.repeat(1_000_000)}$AAAA`],
])('a value that asks for %s is not even begun', (_case, encoded) => {
  expect(readHash(encoded)).toBeNull();
});

test.each([
  ['Django 1.4', 'pbkdf2_sha256$10000$salt$AAAA'],
  ['Django 6.0', 'pbkdf2_sha256$1200000$salt$AAAA'],
  ['Django 5.1’s scrypt', `scrypt$16384$salt$8$5$${SCRYPT}`],
  ['OWASP’s strongest scrypt', `scrypt$131072$salt$8$1$${SCRYPT}`],
  ['Django’s argon2', `argon2$argon2id$v=19$m=102400,t=2,p=8$${ARGON2}`],
  ['the highest BCRYPT_COST', `bcrypt_sha256$$2b$${MOST_COST}$${'.'.repeat(53)}`],
])('a value with the work factor of %s is verified', (_case, encoded) => {
  expect(readHash(encoded)).not.toBeNull();
});

test('what BCRYPT_COST may be is verified, and not more', () => {
  expect(loadConfig({ BCRYPT_COST: String(MOST_COST) }).bcryptCost).toBe(MOST_COST);
  expect(() => loadConfig({ BCRYPT_COST: String(MOST_COST + 1) })).toThrow('BCRYPT_COST');
});

test.each(['2a', '2b', '2y'])(
  'bcrypt’s text is verified under the name %s, of which it reads 72 bytes',
  async (name) => {
    const short = readHash(`bcrypt$$${name}$04$DldmarjNhQbYthu6L4ycKe3K/9mYnqd.WzOeKhP/IOncVmBTeqiuK`);
    expect(await short?.matches('right')).toBe(true);
    expect(await short?.matches('right\0wrong')).toBe(false);

    // Of 300 letters. Under 2a, some libraries count the length in one byte and so read only 44 of them.
    const long = readHash(`bcrypt$$${name}$04$uRlQNhMqUeEO0Q9KVu3YWePKuH/o2eCndktvBNXsVfRHhydmGtvai`);
    expect(await long?.matches('a'.repeat(300))).toBe(true);
    expect(await long?.matches('a'.repeat(72))).toBe(true);
    expect(await long?.matches('a'.repeat(71))).toBe(false);
  },
);
