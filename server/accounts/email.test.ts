import { expect, test } from 'vitest';
import { checkEmail, normalizeEmail } from './email.ts';

test.each(['ada@example.com', "o'hara+tag@sub.example.co.uk", 'ada@bücher.example', ' ada@example.com '])(
  '%j is an address',
  (address) => {
    expect(checkEmail(address)).toEqual([]);
  },
);

test.each([null, undefined, '', '  '])('%j is no address, and none is needed', (address) => {
  expect(checkEmail(address)).toEqual([]);
  expect(normalizeEmail(address)).toBeNull();
});

test.each([
  'ada',
  '@example.com',
  'ada@',
  'ada@localhost',
  'ada@-example.com',
  'a b@example.com',
  'ada@example..com',
  `${'x'.repeat(65)}@example.com`,
  'ada@@example.com',
  'a@example.com/evil?<script>',
  'a@example.com#x',
  'a@example.com\\x',
  'a@exa%6dple.com',
  'a@exam\u200Bple.com',
])('%j is refused', (address) => {
  expect(checkEmail(address).map(({ code }) => code)).toEqual(['INVALID_EMAIL']);
});

test('an address of more than 254 characters is too long', () => {
  expect(checkEmail(`ada@${'x'.repeat(250)}.com`)).toMatchObject([{ code: 'TOO_LONG', limit: 254 }]);
});

test('a line break can’t smuggle a mail header in', () => {
  expect(checkEmail('ada@example.com\r\nBcc: x@y.z')).toMatchObject([{ code: 'INVALID_CHARACTERS' }]);
});

test('the domain is kept in lower case, and what is before it as it was written', () => {
  expect(normalizeEmail('Ada@Example.COM')).toBe('Ada@example.com');
});
