import { expect, test } from 'vitest';
import { loginPathFor, safeNextPath } from './next-path.ts';

const ORIGIN = 'https://accounts.example.com';

test.each(['/', '/profile', '/notes?page=2&q=a%20b#last', '/login/../profile', '/a//b', '/%2F%2Fevil.example'])(
  'a path of this site is followed: %s',
  (path) => {
    const followed = safeNextPath(path, ORIGIN, '/home');
    expect(followed).not.toBe('/home');
    expect(new URL(followed, ORIGIN).href).toBe(new URL(path, ORIGIN).href);
  },
);

const HOSTILE = [
  null,
  undefined,
  '',
  'profile',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  'https://evil.example',
  'https:evil.example',
  'https:/evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '//accounts.example.com@evil.example',
  `${ORIGIN}.evil.example/`,
  '/..//evil.example',
  '/./\\evil.example',
  '/.//evil.example',
  '%2F%2Fevil.example',
  '/\u0000/evil.example',
  '//[',
];

test.each(HOSTILE)('anything else is not: %j', (next) => {
  const followed = safeNextPath(next, ORIGIN, '/home');
  expect(new URL(followed, ORIGIN).origin).toBe(ORIGIN);
  expect(followed).not.toMatch(/^\/[/\\]/);
  expect(new URL(followed, ORIGIN).pathname).toMatch(/^\/(home|%00\/evil.example)?$/);
});

test('the login page is told the whole path', () => {
  const path = '/notes?page=2#last';
  const login = new URL(loginPathFor('/login', path), ORIGIN);
  expect(safeNextPath(login.searchParams.get('next'), ORIGIN)).toBe(path);
});
