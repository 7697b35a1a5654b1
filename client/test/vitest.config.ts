import { defineConfig } from 'vitest/config';

/** What needs Chromium, on the embedded database: `npm run test:browser`. */
export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    name: 'browser',
    root: new URL('../..', import.meta.url).pathname,
    include: ['client/test/**/*.test.ts'],
    env: { STORES: 'embedded' },
    setupFiles: ['client/test/setup.ts'],
    globalSetup: ['server/test/build.ts', 'server/test/templates.ts'],
    // The files of a worker share its browser and its database: to open them takes longer than many a file.
    isolate: false,
    // They wait much: for pages, for delays, and for each other.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
