// `npm run dev`: the sources as they are, started anew on every change.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (existsSync('.env')) {
  process.loadEnvFile('.env');
}
const node = process.execPath;
const { status } = spawnSync(node, ['--import', 'tsx', 'server/build/generate.ts'], { stdio: 'inherit' });
if (status !== 0) {
  process.exit(status ?? 1);
}
const watch = ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'server/main.ts'];
const child = spawn(node, watch, { stdio: 'inherit' }).on('exit', (code) => process.exit(code ?? 0));
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => child.kill(signal));
}
