// `node server/build/run.mjs main`: builds what is stale, and runs it in this very process, so that signals reach it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFresh } from './fingerprint.mjs';
import { BUILD_INPUTS, BUILD_STAMP } from './inputs.mjs';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '../..'));

if (existsSync('.env')) {
  process.loadEnvFile('.env');
}
if (!isFresh(BUILD_STAMP, BUILD_INPUTS)) {
  compile();
}
// What follows the name is the program's own.
const [name] = process.argv.splice(2, 1);
await import(`../../dist/${name}.js`);

function compile() {
  if (!existsSync('node_modules/tsx')) {
    process.stderr.write('The build needs the development dependencies: npm ci --include=dev\n');
    process.exit(1);
  }
  process.stderr.write('Building…\n');
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'server/build/build.ts'], {
    stdio: 'inherit',
    env,
  });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}
