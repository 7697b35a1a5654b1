import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { NODE_FLAGS } from './server/test/node-flags.ts';
import { findServers } from './server/test/servers.ts';

const STORIES = ['server/test/**/*.test.ts'];

/** What starts stores of its own and makes them fail: `npm run test:faults`. */
const FAULTS = ['server/test/faults/**'];

/** What needs real servers: stores that can be away while the process lives, that can be listened to, and that lock rows. */
const SERVERS_ALONE = ['outages', 'store-traffic', 'overtaken-login'].map((name) => `server/test/${name}.test.ts`);

/** What needs Chromium: `npm run test:browser`. */
const BROWSER = ['client/test/**'];

// The stories run twice: on the embedded database with its own sessions, and on PostgreSQL and Redis.
const servers = await findServers();

const common = {
  setupFiles: ['server/test/setup.ts'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
  // The files that a worker runs share what they import, and the stores; no test may leave anything behind.
  isolate: false,
  execArgv: NODE_FLAGS,
};

// Node takes graphql's CommonJS; Vite would take its other copy, and GraphQL knows no schema of two copies.
const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

export default defineConfig({
  test: {
    // vitest would leave one core of two idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    globalSetup: ['server/test/build.ts', 'server/test/templates.ts'],
    projects: [
      {
        resolve,
        test: {
          ...common,
          name: 'units',
          include: ['server/**/*.test.ts'],
          exclude: STORIES,
          env: { STORES: 'embedded' },
        },
      },
      {
        resolve,
        test: {
          ...common,
          name: 'client',
          include: ['client/**/*.test.ts'],
          exclude: BROWSER,
          env: { STORES: 'embedded' },
        },
      },
      {
        resolve,
        test: {
          ...common,
          name: 'embedded',
          include: STORIES,
          exclude: [...SERVERS_ALONE, ...FAULTS],
          env: { STORES: 'embedded' },
        },
      },
      ...(servers
        ? [
            {
              resolve,
              test: { ...common, name: 'servers', include: STORIES, exclude: FAULTS, env: { STORES: 'servers' } },
            },
          ]
        : []),
    ],
  },
});
