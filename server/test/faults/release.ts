import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A built release in a folder of its own. */
export interface Release extends AsyncDisposable {
  folder: string;
}

/** A release that is this one with one more migration. */
export async function makeNextRelease(migration: string, sql: string): Promise<Release> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-release-'));
  await cp('dist', join(folder, 'dist'), { recursive: true });
  await cp('prisma', join(folder, 'prisma'), { recursive: true });
  await cp('package.json', join(folder, 'package.json'));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  await mkdir(join(folder, 'prisma/migrations', migration));
  await writeFile(join(folder, 'prisma/migrations', migration, 'migration.sql'), sql);
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
