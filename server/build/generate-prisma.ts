import { spawnSync } from 'node:child_process';
import { delimiter, resolve } from 'node:path';
import { isFresh, markFresh } from './fingerprint.mjs';
import { GENERATE_INPUTS, GENERATE_STAMP } from './inputs.mjs';

// Prisma's client and Pothos' types, from prisma/schema.prisma: made where they are missing or stale.
if (!isFresh(GENERATE_STAMP, GENERATE_INPUTS)) {
  const prisma = ['node_modules/prisma/build/index.js', 'generate', '--config', 'prisma/prisma.config.ts'];
  // Prisma looks for its generators in the PATH, where npm puts them and a plain shell doesn't.
  const env = { ...process.env, PATH: `${resolve('node_modules/.bin')}${delimiter}${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync(process.execPath, prisma, { encoding: 'utf8', env });
  if (status !== 0) {
    process.stderr.write(stdout + stderr);
    process.exit(1);
  }
  markFresh(GENERATE_STAMP, GENERATE_INPUTS);
}
