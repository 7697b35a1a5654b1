import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';

/** Makes a DATA_DIR with the migrated database in it: to create one takes a process seconds, to unpack one nothing. */
export async function migratedDataDirectory(parent: string): Promise<string> {
  const directory = join(parent, randomUUID());
  const postgres = join(directory, 'postgres');
  await mkdir(postgres, { recursive: true });
  // PGlite's names begin with a slash, of which tar complains.
  execFileSync('tar', ['-xf', inject('embeddedTemplate'), '-C', postgres], { stdio: 'pipe' });
  return directory;
}
