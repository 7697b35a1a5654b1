import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

interface Source {
  file: string;
  /** Paths for what is ours, names for packages. */
  imports: string[];
  text: string;
}

async function sources(folder: string): Promise<Source[]> {
  const names = (await readdir(folder, { recursive: true })).map((name) => join(folder, name));
  const files = names.filter((name) => /\.tsx?$/.test(name) && !/\.test(-d)?\.tsx?$|\/(generated|dist)\//.test(name));
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(file, 'utf8');
      const imports = [...text.matchAll(/from '([^']+)'/g)].map(([, path = '']) =>
        path.startsWith('.') ? join(dirname(file), path) : path,
      );
      return { file, imports, text };
    }),
  );
}

const AUTH = await sources('client/auth');
const UI = await sources('client/ui');

test('the client knows nothing of the UI, and neither of the server', () => {
  const wrong = AUTH.filter(({ imports }) => imports.some((path) => /^(client\/ui|server)\//.test(path)));
  expect(wrong.map(({ file }) => file)).toEqual([]);
  expect(AUTH.length).toBeGreaterThan(15);
});

test('without React there is no React', () => {
  const core = AUTH.filter(({ file }) => !/^client\/auth\/react(\/|\.ts)/.test(file));
  const wrong = core.filter(({ imports }) => imports.some((path) => /^(react|urql$)|\/react\//.test(path)));
  expect(wrong.map(({ file }) => file)).toEqual([]);
});

test('the UI uses what any app may use: auth.ts and react.ts', () => {
  const foreign = UI.flatMap(({ imports }) => imports).filter((path) => /^(client\/auth|server)\//.test(path));
  expect([...new Set(foreign)].sort()).toEqual(['client/auth/auth.ts', 'client/auth/react.ts']);
});

test('nothing but the mark of an unfinished logout is written to the browser’s storage, and no text becomes markup', () => {
  const forbidden = /localStorage|sessionStorage|indexedDB|document\.cookie|innerHTML|eval\(/;
  const found = [...AUTH, ...UI].filter(({ text }) => forbidden.test(text)).map(({ file }) => file);
  expect(found).toEqual(['client/auth/owed-logout.ts']);
});

test('no folder or file is named after nothing', () => {
  const names = [...AUTH, ...UI].map(({ file }) => file);
  expect(names.filter((file) => /(^|\/)(utils?|helpers?|misc|common|shared|index)(\/|\.tsx?)/.test(file))).toEqual([]);
});
