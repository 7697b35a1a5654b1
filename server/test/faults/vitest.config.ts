import { defineConfig } from 'vitest/config';
import { NODE_FLAGS } from '../node-flags.ts';
import { CountsReporter } from './report.ts';

const IS_SHORT = process.env.FAULTS === 'short';

/** What takes up to a minute by itself: servers that have to find each other, certificates, builds of two releases, dumps. */
const LONG = ['redis-cluster', 'redis-sentinels', 'encrypted-redis', 'rolling-upgrade', 'backup'].map(
  (name) => `server/test/faults/${name}.test.ts`,
);

/** What the service promises while its stores and itself fail, with real processes: `npm run test:faults`. */
export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    name: 'faults',
    root: new URL('../../..', import.meta.url).pathname,
    include: ['server/test/faults/**/*.test.ts'],
    exclude: IS_SHORT ? LONG : [],
    setupFiles: ['server/test/setup.ts'],
    globalSetup: [
      'server/test/build.ts',
      'server/test/faults/programs-setup.ts',
      'server/test/faults/cluster-template.ts',
    ],
    reporters: ['default', new CountsReporter()],
    // Some measure how long an answer takes: no other file shall take the processor meanwhile. The short version waits
    // more than it works.
    maxWorkers: IS_SHORT ? 2 : 1,
    // The files that a worker runs share what they import.
    isolate: false,
    execArgv: NODE_FLAGS,
    // Hundreds of rounds, also on a busy machine.
    testTimeout: 1_800_000,
    hookTimeout: 60_000,
  },
});
