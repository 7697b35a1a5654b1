import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isFresh, markFresh } from './fingerprint.mjs';
import { CLIENT_INPUTS, CLIENT_STAMP } from './inputs.mjs';

/** Makes the typed operations of the client and the UI, from the committed schema, where they are missing or stale. */
export async function generateClient(): Promise<void> {
  if (isFresh(CLIENT_STAMP, CLIENT_INPUTS)) {
    return;
  }
  const [{ generate }, { default: config }] = await Promise.all([
    import('@graphql-codegen/cli'),
    import('../../codegen.ts'),
  ]);
  const files = await generate({ ...config, silent: true }, false).catch((error: Error) => {
    // The generator's own message has its stack in it, several times over.
    process.stderr.write(`${error.message.split(/\n\s+at /)[0]}\n`);
    process.stderr.write('client/: an operation doesn’t fit the schema; `npm run generate` prints the schema anew.\n');
    process.exit(1);
  });
  for (const { filename, content } of files) {
    await mkdir(dirname(filename), { recursive: true });
    await writeFile(filename, content.replace("import gql from 'graphql-tag'", "import { gql } from '@urql/core'"));
  }
  markFresh(CLIENT_STAMP, CLIENT_INPUTS);
}
