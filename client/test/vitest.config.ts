import { defineConfig } from 'vitest/config';

/** What needs Chromium, on the embedded database: `npm run test:browser`. */
export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    name: 'browser',
    root: new URL('../..', import.meta.url).pathname,
    include: ['client/test/**/*.test.ts'],
    env: { STORES: 'embedded' },
    setupFiles: ['server/test/setup.ts', 'client/test/setup.ts'],
    globalSetup: ['server/test/build.ts', 'server/test/templates.ts'],
    // Each file runs a browser and a server.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
