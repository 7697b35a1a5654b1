import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diffSchema } from './schema-diff.ts';

/**
 * Writes the migration that leads to today's schema.prisma and returns its path, or null where there is nothing to
 * write. The SQL is for reading and changing before it is committed.
 */
export async function writeNewMigration(directory: string, name: string, now: Date): Promise<string | null> {
  const sql = await diffSchema(directory);
  if (!sql) {
    return null;
  }
  const stamp = now.toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join(directory, 'migrations', `${stamp}_${toFolderName(name)}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'migration.sql'), sql);
  return join(folder, 'migration.sql');
}

function toFolderName(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? ['change'];
  return words.join('_');
}
