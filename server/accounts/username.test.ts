import { expect, test } from 'vitest';
import { checkUsername, foldUsername, normalizeUsername } from './username.ts';

test.each(['ada', 'Ada.Lovelace', 'a@b', 'a+b-c_d', 'Łukasz', '李明', 'ada1815', 'عائشة'])(
  '%j is a username',
  (name) => {
    expect(checkUsername(name)).toEqual([]);
  },
);

test.each([
  ['', 'REQUIRED'],
  ['   ', 'REQUIRED'],
  ['a b', 'INVALID_CHARACTERS'],
  ['a\0b', 'INVALID_CHARACTERS'],
  ['a\u200Bb', 'INVALID_CHARACTERS'],
  ['a\u202Eb', 'INVALID_CHARACTERS'],
  ['\ud800', 'INVALID_CHARACTERS'],
  ['a/b', 'INVALID_CHARACTERS'],
  ['😀', 'INVALID_CHARACTERS'],
  ['bob\u3164', 'INVALID_CHARACTERS'],
  ['x'.repeat(151), 'TOO_LONG'],
])('%j is refused as %s', (name, code) => {
  expect(checkUsername(name).map((issue) => issue.code)).toEqual([code]);
});

test('the longest username has 150 code points, not 150 UTF-16 units', () => {
  expect(checkUsername('𠮷'.repeat(150))).toEqual([]);
});

test.each([
  ['ADA', 'ada'],
  ['ａｄａ', 'ada'],
  ['straße', 'STRASSE'],
  ['ΟΔΟΣ', 'οδος'],
  ['οδοσ', 'οδος'],
  ['ﬁona', 'Fiona'],
  ['K', 'k'],
  [' ada ', 'ada'],
])('%j and %j are one name', (one, other) => {
  expect(foldUsername(one)).toBe(foldUsername(other));
});

test('every letter folds like its upper and its lower case', () => {
  const apart: string[] = [];
  for (let code = 0; code <= 0x1_ffff; code += 1) {
    const letter = code >= 0xd800 && code <= 0xdfff ? '' : String.fromCodePoint(code);
    if (/^\p{L}$/u.test(letter)) {
      const folds = new Set([letter, letter.toUpperCase(), letter.toLowerCase()].map(foldUsername));
      if (folds.size > 1) {
        apart.push(letter);
      }
    }
  }
  expect(apart).toEqual([]);
});

test('a username is kept as it was written, in NFKC and without spaces around it', () => {
  expect(normalizeUsername(' Ａda ')).toBe('Ada');
});
