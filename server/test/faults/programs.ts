import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The servers' programs, for tests that start servers of their own and treat them badly. */
export interface Programs {
  redisServer: string;
  initdb: string;
  postgres: string;
  /** PostgreSQL refuses to run as root, and runs as its own user then. */
  postgresUser: { uid: number; gid: number } | undefined;
}

export const NEEDED = 'the tests of faults need redis-server, initdb and postgres';

export const PGBOUNCER_NEEDED = 'the tests of a pooler need pgbouncer';

/** Finds them. Without them the tests that need them are skipped; under CI=true that is a failure. */
export function findPrograms(): Programs | null {
  const redisServer = findProgram('redis-server', searchPath());
  const initdb = findProgram('initdb', [...debianFolders(), ...searchPath()]);
  const postgres = findProgram('postgres', [...debianFolders(), ...searchPath()]);
  if (redisServer && initdb && postgres) {
    return { redisServer, initdb, postgres, postgresUser: process.getuid?.() === 0 ? postgresUser() : undefined };
  }
  if (process.env.CI === 'true') {
    throw new Error(NEEDED);
  }
  return null;
}

/** @throws where they aren't there: whoever starts a server has asked before */
export function requirePrograms(): Programs {
  const programs = findPrograms();
  if (!programs) {
    throw new Error(NEEDED);
  }
  return programs;
}

/** PgBouncer, for the tests that need one more; it refuses to run as root, as PostgreSQL does. */
export function findPgbouncer(): string | null {
  const found = findProgram('pgbouncer', [...searchPath(), '/usr/sbin']);
  if (!found && process.env.CI === 'true') {
    throw new Error(PGBOUNCER_NEEDED);
  }
  return found ?? null;
}

function findProgram(name: string, folders: string[]): string | undefined {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function searchPath(): string[] {
  return (process.env.PATH ?? '').split(delimiter).filter(Boolean);
}

/** Debian keeps the server's programs out of the PATH, one folder a version; the newest comes first. */
function debianFolders(): string[] {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root) : [];
  return versions.sort((one, other) => Number(other) - Number(one)).map((version) => join(root, version, 'bin'));
}

function postgresUser(): { uid: number; gid: number } {
  const id = (kind: string) => Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
