import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

/** Which part may import which: `main, manage → app → http → graphql → accounts → { passwords, sessions, database }`. */
const MAY_IMPORT: Record<string, string[]> = {
  process: [
    'manage',
    'metrics',
    'tracing',
    'http',
    'graphql',
    'accounts',
    'passwords',
    'sessions',
    'events',
    'database',
    'stores',
    'base',
  ],
  manage: ['accounts', 'passwords', 'sessions', 'events', 'database', 'stores', 'base'],
  http: ['graphql', 'accounts', 'sessions', 'base'],
  graphql: ['accounts', 'passwords', 'sessions', 'database', 'base'],
  accounts: ['passwords', 'sessions', 'events', 'database', 'base'],
  passwords: ['base'],
  sessions: ['database', 'base'],
  events: ['sessions', 'base'],
  metrics: ['events', 'base'],
  tracing: ['base'],
  database: ['base'],
  stores: ['sessions', 'database', 'base'],
  build: ['graphql', 'database', 'client'],
  base: [],
};

/** Of the files beside the folders: what everybody may use, what every process opens, and the rest is the process. */
const BASE = [
  'config.ts',
  'environment.ts',
  'environment-values.ts',
  'time.ts',
  'time-outs.ts',
  'observation.ts',
  'deadline.ts',
  'normal-form.ts',
  'escape-controls.ts',
  'signature.ts',
  'secret-files.ts',
  'ip-address.ts',
  'proxies.ts',
  'redis-url.ts',
];
const STORES = ['stores.ts', 'store-watch.ts', 'secret-keys.ts', 'log.ts'];

function partOf(file: string): string {
  const [first = '', ...rest] = relative('server', file).split('/');
  if (first === '..') {
    // The build alone reaches over to the client, and to the settings of its generator.
    return 'client';
  }
  if (rest.length > 0) {
    return first;
  }
  if (STORES.includes(first)) {
    return 'stores';
  }
  return BASE.includes(first) ? 'base' : 'process';
}

async function sources(): Promise<{ file: string; imports: string[]; text: string }[]> {
  const names = (await readdir('server', { recursive: true })).map((name) => join('server', name));
  const files = names.filter(
    (name) => /\.(ts|mjs)$/.test(name) && !/\.test\.ts$|\.d\.ts$|\/generated\/|^server\/test\//.test(name),
  );
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(file, 'utf8');
      const imports = [...text.matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g)].map(([, path = '']) =>
        join(dirname(file), path),
      );
      return { file, imports, text };
    }),
  );
}

test('imports point one way', async () => {
  const wrong: string[] = [];
  let arrows = 0;
  for (const { file, imports } of await sources()) {
    for (const target of imports) {
      const [from, to] = [partOf(file), partOf(target)];
      arrows += 1;
      if (from !== to && !MAY_IMPORT[from]?.includes(to)) {
        wrong.push(`${file} → ${target}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(arrows).toBeGreaterThan(100);
});

test('the rules know nothing of GraphQL or HTTP', async () => {
  const inner = (await sources()).filter(({ file }) => /^server\/(accounts|passwords|sessions|database)\//.test(file));
  const wrong = inner.filter(({ text }) => /from '(node:http|graphql|graphql-yoga|@pothos\/.*)'/.test(text));
  expect(wrong.map(({ file }) => file)).toEqual([]);
});

test('what measures and traces is known to nobody who is measured', async () => {
  const others = (await sources()).filter(({ file }) => !/^server\/(metrics|tracing)\//.test(file));
  const wrong = others.filter(({ text }) => /from '(prom-client|@opentelemetry\/.*)'/.test(text));
  expect(wrong.map(({ file }) => file)).toEqual([]);
});

test('the environment is read in one place', async () => {
  const readers = (await sources()).filter(
    ({ file, text }) => !file.startsWith('server/build/') && /process\.env/.test(text),
  );
  expect(readers.map(({ file }) => file)).toEqual(['server/config.ts']);
});

test('no folder is named after nothing', async () => {
  const names = (await sources()).map(({ file }) => file);
  expect(names.filter((file) => /(^|\/)(utils?|helpers?|misc|common|shared|index)(\/|\.ts)/.test(file))).toEqual([]);
});
