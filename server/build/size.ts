// `npm run size`: what the UI's first load weighs; past the limit it fails.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFresh } from './fingerprint.mjs';
import { BUILD_INPUTS, BUILD_STAMP } from './inputs.mjs';

/** Gzipped JavaScript before the first page is shown, in kB of 1,000 bytes. */
const LIMIT = 120;

if (!isFresh(BUILD_STAMP, BUILD_INPUTS)) {
  process.stderr.write('The build is missing or stale: npm run build\n');
  process.exit(1);
}
const page = await readFile('dist/ui/index.html', 'utf8');
// The entry, and what the build says that it needs at once.
const scripts = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, path = '']) => path);
let total = 0;
for (const script of scripts) {
  const { length } = await readFile(join('dist/ui', `${script}.gz`));
  total += length / 1000;
  process.stdout.write(`${(length / 1000).toFixed(1).padStart(8)} kB  ${script}\n`);
}
process.stdout.write(
  `${total.toFixed(1).padStart(8)} kB  of gzipped JavaScript in the first load; the limit is ${LIMIT} kB\n`,
);
if (scripts.length === 0 || total > LIMIT) {
  process.exit(1);
}
