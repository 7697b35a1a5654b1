import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commonPasswords, isCommonPassword } from './common-passwords.ts';
import { createPasswordPolicy } from './policy.ts';
import { createServiceNameCheck } from './service-name.ts';
import { isSimilar, quickRatio } from './similarity.ts';

/** What Django's own validators, and Python's difflib, said of texts chosen to be near the bound. */
const django: {
  similar: [password: string, text: string, verdict: boolean][];
  ratios: [a: string, b: string, ratio: number][];
  numeric: [password: string, verdict: boolean][];
  common: [password: string, verdict: boolean][];
} = JSON.parse(readFileSync(new URL('./django-verdicts.json', import.meta.url), 'utf8'));

const policy = createPasswordPolicy({ minLength: 8, serviceName: 'Gatehouse' });

function codesOf(password: string, about: Record<string, string> = {}): string[] {
  const texts = Object.entries(about).map(([name, text]) => ({ name, text }));
  return policy.findFaults(password, texts).map(({ code }) => code);
}

test.each(django.ratios)('the quick ratio of %j and %j is Python’s, %d', (a, b, ratio) => {
  expect(quickRatio([...a], [...b])).toBe(ratio);
});

test('what is similar is what Django finds similar', () => {
  expect(django.similar.length).toBeGreaterThan(150);
  expect(django.similar.filter(([, , verdict]) => verdict).length).toBeGreaterThan(80);
  expect(django.similar.filter(([password, text, verdict]) => isSimilar(password, text) !== verdict)).toEqual([]);
});

test('a long password is not compared letter by letter with a thousand short words', () => {
  const started = performance.now();
  expect(isSimilar('x'.repeat(20_000), 'a.'.repeat(20_000))).toBe(false);
  expect(performance.now() - started).toBeLessThan(1000);
});

test.each(django.numeric)('of %j as digits alone Django says %j', (password, verdict) => {
  // A fraction is a number to Unicode, but no digit to Python: stricter here, and nobody's password.
  expect(codesOf(password).includes('PASSWORD_ENTIRELY_NUMERIC')).toBe(verdict || password === '½');
});

test.each(django.common)('of %j as common Django says %j', (password, verdict) => {
  expect(codesOf(password).includes('PASSWORD_TOO_COMMON')).toBe(verdict);
});

test('the list of common passwords has more than 20,000, in the form they are compared in', () => {
  const odd = [...commonPasswords()].filter((password) => password !== password.toLowerCase().trim());

  expect(commonPasswords().size).toBeGreaterThan(40_000);
  expect(odd).toEqual([]);
  expect(commonPasswords().has('')).toBe(false);
});

test('a common password is found in any letter case and with spaces around it', () => {
  expect(isCommonPassword(' PassWord ')).toBe(true);
  expect(isCommonPassword('pass word of some length')).toBe(false);
});

test.each([
  'gatehouse',
  'Gatehouse1!',
  'g4teh0use',
  'G@73h0u$3',
  '2026gatehouse!!',
  'my-gate house',
  'gatehousegatehouse',
])('%j is little more than the service’s name', (password) => {
  expect(codesOf(password)).toContain('PASSWORD_TOO_COMMON');
});

test.each(['gatehouse keeper lamp', 'the house at the gate', 'gathering horses'])('%j is a password', (password) => {
  expect(codesOf(password)).toEqual([]);
});

test('the service’s name is the team’s own, of several words or in another script', () => {
  expect(createServiceNameCheck('Acme Accounts')('acme-accounts7')).toBe(true);
  expect(createServiceNameCheck('Acme Accounts')('gatehouse')).toBe(false);
  expect(createServiceNameCheck('Сторожка')('сторожка2026')).toBe(true);
});

test('no password makes the service’s name search for long', () => {
  const started = performance.now();
  createServiceNameCheck('Oasis')(`${'0451'.repeat(20_000)}x`);
  expect(performance.now() - started).toBeLessThan(500);
});

test.each([
  ['', ['PASSWORD_TOO_SHORT']],
  ['seven 7', ['PASSWORD_TOO_SHORT']],
  ['eight 88', []],
  ['😀'.repeat(7), ['PASSWORD_TOO_SHORT']],
  ['😀'.repeat(8), []],
  ['e\u0301'.repeat(7), ['PASSWORD_TOO_SHORT']],
  ['a'.repeat(1024), []],
  ['a'.repeat(1025), ['PASSWORD_TOO_LONG']],
  ['\ud800 broken characters', ['INVALID_CHARACTERS']],
  ['lowercaseonlyandnothingelse', []],
])('the new password %j breaks the rules %j', (password, codes) => {
  expect(codesOf(password)).toEqual(codes);
});

test('every rule that is broken is told at once, with the number it speaks of', () => {
  expect(policy.findFaults('1234567', [{ name: 'username', text: '12345678' }])).toEqual([
    { code: 'PASSWORD_TOO_SHORT', limit: 8, message: 'Use at least 8 characters.' },
    { code: 'PASSWORD_TOO_SIMILAR', message: 'This is too much like your username.' },
    { code: 'PASSWORD_TOO_COMMON', message: 'Many people use this password. Choose another.' },
    { code: 'PASSWORD_ENTIRELY_NUMERIC', message: 'Use more than digits.' },
  ]);
});

test('a text that resembles the password is found in another normal form, and an empty one is none', () => {
  expect(codesOf('Ange\u0301lique', { 'first name': 'ang\u00e9lique' })).toEqual(['PASSWORD_TOO_SIMILAR']);
  expect(codesOf('a passphrase', { 'last name': '' })).toEqual([]);
});

test('the least length is the team’s own', () => {
  const strict = createPasswordPolicy({ minLength: 15, serviceName: 'Gatehouse' });

  expect(strict.findFaults('correct horse', [])).toMatchObject([{ code: 'PASSWORD_TOO_SHORT', limit: 15 }]);
  expect(strict.rules[0]).toEqual({ code: 'PASSWORD_TOO_SHORT', limit: 15, help: 'At least 15 characters.' });
});

test('the rules can be told, each with a help text', () => {
  expect(policy.rules.map(({ code, limit }) => [code, limit])).toEqual([
    ['PASSWORD_TOO_SHORT', 8],
    ['PASSWORD_TOO_LONG', 1024],
    ['PASSWORD_TOO_SIMILAR', undefined],
    ['PASSWORD_TOO_COMMON', undefined],
    ['PASSWORD_ENTIRELY_NUMERIC', undefined],
  ]);
  expect(policy.rules.every(({ help }) => help.endsWith('.'))).toBe(true);
});
