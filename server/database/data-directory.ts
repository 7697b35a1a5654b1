import { constants } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { tryLock } from 'fs-native-extensions';
import { DataDirectoryError } from './data-directory-error.ts';

/**
 * Makes the data directory where it is missing and takes it for this process alone. The lock is the operating
 * system's and goes with the process, however it ends: two processes on one directory would lose each other's writes.
 */
export async function lockDataDirectory(directory: string): Promise<{ release: () => Promise<void> }> {
  const file = await openLockFile(directory);
  if (!tryLock(file.fd)) {
    await file.close();
    throw new DataDirectoryError(
      `DATA_DIR ${resolve(directory)} is in use by another process: stop that one, or set another DATA_DIR.`,
    );
  }
  return { release: () => file.close() };
}

async function openLockFile(directory: string): Promise<FileHandle> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return await open(join(directory, 'lock'), constants.O_RDWR | constants.O_CREAT, 0o600);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new DataDirectoryError(`DATA_DIR ${resolve(directory)} can't be written (${code}).`);
  }
}
