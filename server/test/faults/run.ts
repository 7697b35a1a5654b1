/**
 * Makes stores and the service fail, and counts what became of what was promised: `npm run test:faults`, or for a version
 * of a minute `npm run test:faults -- --short`. A part of a file's name runs that file alone,
 * and `--only <pattern>` the scenarios whose names fit.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';

const options = { short: { type: 'boolean' }, only: { type: 'string' } } as const;
const { values, positionals } = parseArgs({ options, allowPositionals: true });
if (values.short) {
  process.env.FAULTS = 'short';
}
const config = fileURLToPath(new URL('./vitest.config.ts', import.meta.url));
const vitest = await startVitest('test', positionals, { config, run: true, testNamePattern: values.only });
await vitest.close();
