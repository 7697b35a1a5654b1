import { randomBytes } from 'node:crypto';
import type { Config } from './config.ts';
import { keepSecretKey } from './database/secret-key-file.ts';
import type { SecretKeys } from './signature.ts';

/**
 * The keys of the configuration. Where it has none, the embedded database's directory keeps one, which has to be this
 * process's own by then; beside a server there is one for this process alone.
 */
export async function openSecretKeys(
  { secretKeys: { current, previous } }: Pick<Config, 'secretKeys'>,
  directory: string | null,
): Promise<SecretKeys> {
  if (current !== null) {
    return { current, previous };
  }
  return { current: directory === null ? randomBytes(32).toString('hex') : await keepSecretKey(directory), previous };
}
