// `npm run client:pack [folder]`: the typed client as a package that any front end can install.
import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { generateClient } from './generate-client.ts';

const folder = resolve(process.argv[2] ?? '.');

await generateClient();
await rm('client/auth/dist', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'client/auth'], { stdio: 'inherit' });
await copyFile('client/README.md', 'client/auth/dist/README.md');
await mkdir(folder, { recursive: true });
const file = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
  cwd: 'client/auth',
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
process.stdout.write(`${resolve(folder, file.trim())}\n`);
