import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DataDirectoryError } from './data-directory-error.ts';

/** 32 random bytes as hexadecimal, as this file writes them. */
const KEY = /^[0-9a-f]{64}$/;

/**
 * Reads the key that is kept with the data, or makes it. For whoever holds the directory's lock: two that made one at
 * once would each believe in their own. @throws {DataDirectoryError} where it can't be read or written, or is no key
 */
export async function keepSecretKey(directory: string): Promise<string> {
  const path = join(directory, 'secret-key');
  const kept = await readFile(path, 'utf8').catch(unlessMissing(path));
  if (kept !== null && !KEY.test(kept.trim())) {
    // A new one in its place would make worthless what the old one has signed, in silence.
    throw new DataDirectoryError(`${resolve(path)} is no key: put the right one back, or delete it for a new one.`);
  }
  return kept?.trim() ?? (await makeKey(path));
}

/** Written whole under another name first: a crash leaves no half a key behind. */
async function makeKey(path: string): Promise<string> {
  const key = randomBytes(32).toString('hex');
  try {
    const file = await open(`${path}.new`, 'w', 0o600);
    try {
      await file.writeFile(`${key}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
    return key;
  } catch (error) {
    throw unusable(path, error);
  }
}

function unlessMissing(path: string): (error: NodeJS.ErrnoException) => null {
  return (error) => {
    if (error.code !== 'ENOENT') {
      throw unusable(path, error);
    }
    return null;
  };
}

function unusable(path: string, error: unknown): DataDirectoryError {
  return new DataDirectoryError(`${resolve(path)} can't be used (${(error as NodeJS.ErrnoException).code}).`);
}
