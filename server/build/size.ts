// `npm run size`: what the UI's first load weighs, and the client without it; past a limit it fails.
import { isFresh } from './fingerprint.mjs';
import { BUILD_INPUTS, BUILD_STAMP } from './inputs.mjs';
import { weighClient } from './weigh-client.ts';
import { weighUi } from './weigh-ui.ts';

if (!isFresh(BUILD_STAMP, BUILD_INPUTS)) {
  process.stderr.write('The build is missing or stale: npm run build\n');
  process.exit(1);
}
for (const { title, limit, parts } of [await weighUi(), await weighClient()]) {
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { name, bytes } of parts) {
    line(bytes, name);
  }
  line(total, `${title}; the limit is ${limit} kB`);
  if (total === 0 || total > limit * 1000) {
    process.exitCode = 1;
  }
}

function line(bytes: number, text: string): void {
  process.stdout.write(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${text}\n`);
}
