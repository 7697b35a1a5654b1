import { isFresh, markFresh } from './fingerprint.mjs';
import { CLIENT_INPUTS, CLIENT_STAMP } from './inputs.mjs';

/** Makes the typed operations of client/auth, from the committed schema, where they are missing or stale. */
export async function generateClient(): Promise<void> {
  if (isFresh(CLIENT_STAMP, CLIENT_INPUTS)) {
    return;
  }
  const [{ generate }, { default: config }] = await Promise.all([
    import('@graphql-codegen/cli'),
    import('../../codegen.ts'),
  ]);
  await generate({ ...config, silent: true }, true);
  markFresh(CLIENT_STAMP, CLIENT_INPUTS);
}
