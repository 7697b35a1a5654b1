import { expect, test } from 'vitest';
import { createSigner } from './signature.ts';

const OLD = { current: 'the key before, of 32 bytes or more', previous: null };
const NEW = { current: 'the key of today, of 32 bytes or more', previous: OLD.current };
const DONE = { ...NEW, previous: null };

test('what was signed is given back, whatever characters it has', () => {
  const { sign, verify } = createSigner(OLD);
  for (const text of ['ada', '', 'with.dots.in.it', 'ünï\n\u0000code', 'x'.repeat(10_000)]) {
    expect(verify('test', sign('test', text))).toBe(text);
  }
});

test('nothing else verifies: not with a character changed, cut off or put before, nor a text alone', () => {
  const { sign, verify } = createSigner(OLD);
  const signed = sign('test', 'user=ada');
  const forged = [...signed].map((one, at) => signed.slice(0, at) + (one === 'A' ? 'B' : 'A') + signed.slice(at + 1));
  for (const text of [
    ...forged,
    signed.slice(1),
    signed.slice(0, -1),
    `x${signed}`,
    `${signed}=`,
    'user=ada',
    '',
    '.',
  ]) {
    expect(verify('test', text), text).toBeNull();
  }
});

test('what was signed for one purpose is worth nothing for another, also where purpose and text run together', () => {
  const { sign, verify, keyedHash } = createSigner(OLD);
  expect(verify('reset', sign('login', 'ada'))).toBeNull();
  expect(sign('ab', 'c').split('.')[1]).not.toBe(sign('a', 'bc').split('.')[1]);
  expect(sign('username', 'ada')).not.toContain(keyedHash('username', 'ada'));
});

test('after a rotation the key before still verifies and signs nothing; without it, its signatures are dead', () => {
  const signed = createSigner(OLD).sign('test', 'ada');
  expect(createSigner(NEW).verify('test', signed)).toBe('ada');
  expect(createSigner(DONE).verify('test', signed)).toBeNull();
  expect(createSigner(NEW).sign('test', 'ada')).toBe(createSigner(DONE).sign('test', 'ada'));
});

test('a keyed hash is short, tells texts apart, and differs by purpose and by key', () => {
  const { keyedHash } = createSigner(OLD);
  expect(keyedHash('username', 'ada')).toMatch(/^[\w-]{22}$/);
  expect(keyedHash('username', 'ada')).toBe(keyedHash('username', 'ada'));
  const others = [
    keyedHash('username', 'bob'),
    keyedHash('address', 'ada'),
    createSigner(NEW).keyedHash('username', 'ada'),
  ];
  expect(new Set([keyedHash('username', 'ada'), ...others]).size).toBe(4);
});
