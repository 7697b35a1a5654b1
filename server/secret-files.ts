import { readFileSync } from 'node:fs';

/** What may come from a file instead, as container platforms hand secrets over: `SECRET_KEY_FILE` for `SECRET_KEY`. */
export const SECRETS: readonly string[] = [
  'SECRET_KEY',
  'SECRET_KEY_PREVIOUS',
  'DATABASE_URL',
  'MIGRATE_DATABASE_URL',
  'REDIS_URL',
  'GATEHOUSE_PASSWORD',
];

type Given = Record<string, string | undefined>;

/**
 * Puts the content of each secret's file where the secret itself would be. A problem names the variable and never the
 * content, which may be half a secret.
 */
export function readSecretFiles(given: Given): { given: Given; problems: string[] } {
  const read: Given = { ...given };
  const problems: string[] = [];
  for (const name of SECRETS) {
    const path = given[`${name}_FILE`];
    if (path !== undefined) {
      delete read[`${name}_FILE`];
      const { secret, problem } = given[name] === undefined ? readSecret(name, path) : twice(name);
      read[name] = secret;
      problems.push(...(problem ? [problem] : []));
    }
  }
  return { given: read, problems };
}

interface Read {
  secret: string | undefined;
  problem?: string;
}

function readSecret(name: string, path: string): Read {
  try {
    // Editors and `echo` end a file with a line break that is none of the secret's.
    const secret = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    return secret.trim() ? { secret } : { secret: undefined, problem: `${name}_FILE is an empty file` };
  } catch (error) {
    return { secret: undefined, problem: `${name}_FILE can't be read (${(error as NodeJS.ErrnoException).code})` };
  }
}

/** Whichever was taken, somebody would be sure that it is the other one. */
function twice(name: string): Read {
  return { secret: undefined, problem: `${name} is given twice: by itself and as ${name}_FILE` };
}
