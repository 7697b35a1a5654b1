// `npm run client:pack [folder]`: the typed client as a package that any front end can install.
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { generateClient } from './generate-client.ts';

const folder = resolve(process.argv[2] ?? '.');
const staging = await mkdtemp(join(tmpdir(), 'gatehouse-client-'));

await generateClient();
const emit = ['node_modules/typescript/bin/tsc', '-p', 'client/auth', '--outDir', join(staging, 'dist')];
execFileSync(process.execPath, emit, { stdio: 'inherit' });
await cp('client/auth/package.json', join(staging, 'package.json'));
await cp('client/README.md', join(staging, 'README.md'));
await cp('LICENSE', join(staging, 'LICENSE'));
await mkdir(folder, { recursive: true });
const file = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
  cwd: staging,
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
await rm(staging, { recursive: true });
process.stdout.write(`${join(folder, file.trim())}\n`);
