import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { findPrograms } from './programs.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** An empty PostgreSQL cluster, to be copied; null where there are no programs. */
    clusterTemplate: string | null;
  }
}

/** Makes the cluster once: copying one takes a fraction of what making one does. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const programs = findPrograms();
  if (!programs) {
    project.provide('clusterTemplate', null);
    return () => Promise.resolve();
  }
  const { initdb, postgresUser: user } = programs;
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-cluster-'));
  await (user && chown(folder, user.uid, user.gid));
  const who = ['--username=gatehouse', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8'];
  await promisify(execFile)(initdb, [`--pgdata=${folder}/data`, ...who, '--no-sync'], { ...user, cwd: folder });
  project.provide('clusterTemplate', folder);
  return () => rm(folder, { recursive: true });
}
