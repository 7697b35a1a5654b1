import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { describe, expect, inject, test } from 'vitest';
import { runSql, withDatabaseName } from '../test/postgres-databases.ts';
import type { Database } from './database.ts';
import { onPGlite } from './embedded.ts';
import { applyMigrations, checkMigrations, MigrationError } from './migrations.ts';
import { writeNewMigration } from './new-migration.ts';
import { openPostgres } from './postgres.ts';
import { diffSchema } from './schema-diff.ts';

async function copyOfPrismaDirectory() {
  const directory = await mkdtemp(join(tmpdir(), 'gatehouse-prisma-'));
  await cp('prisma', directory, { recursive: true });
  return { directory, [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) };
}

test('prisma/migrations lead to schema.prisma', async () => {
  expect(await diffSchema('prisma')).toBe('');
});

test('a changed schema.prisma becomes a migration, which is then applied', async () => {
  await using copy = await copyOfPrismaDirectory();
  const path = join(copy.directory, 'schema.prisma');
  const schema = await readFile(path, 'utf8');
  await writeFile(path, `${schema}\nmodel Note {\n  id String @id @db.Uuid\n  text String\n}\n`);

  const written = await writeNewMigration(copy.directory, 'Add notes!', new Date('2030-01-02T03:04:05Z'));

  expect(written).toBe(join(copy.directory, 'migrations/20300102030405_add_notes/migration.sql'));
  expect(await readFile(String(written), 'utf8')).toContain('CREATE TABLE "Note"');
  expect(await writeNewMigration(copy.directory, 'nothing', new Date())).toBeNull();

  const database = onPGlite(await PGlite.create());
  const applied = await applyMigrations(database, copy.directory);
  expect(applied.at(-1)).toBe('20300102030405_add_notes');
  expect(await applyMigrations(database, copy.directory)).toEqual([]);
  await database.close();
});

test('MIGRATE=check names what is missing and changes nothing', async () => {
  const database = onPGlite(await PGlite.create());

  await expect(checkMigrations(database, 'prisma')).rejects.toThrow(/20261121000000_users_and_sessions/);
  await expect(checkMigrations(database, 'prisma')).rejects.toThrow(MigrationError);

  await applyMigrations(database, 'prisma');
  await checkMigrations(database, 'prisma');
  await database.close();
});

test('one that is begun and not done may still run; one of a later release is no matter of ours', async () => {
  const database = onPGlite(await PGlite.create());
  await applyMigrations(database, 'prisma');
  await begin(database, '20300101000000_of_a_later_release');

  await checkMigrations(database, 'prisma');
  expect(await applyMigrations(database, 'prisma')).toEqual([]);

  await using copy = await copyOfPrismaDirectory();
  await writeMigration(copy.directory, 'slow', 'SELECT 1;');
  await begin(database, '20300101000000_slow');
  const told = checkMigrations(database, copy.directory);
  await expect(told).rejects.toThrow(/^not finished: 20300101000000_slow\. If it still runs, wait .* If it failed, /);
  await database.close();
});

const servers = inject('serverTemplate');

const EMPTY: [string, () => Promise<EmptyDatabase>][] = [['embedded PostgreSQL', emptyEmbedded]];
if (servers) {
  EMPTY.push(['a PostgreSQL server', emptyOnServer]);
}

describe.each(EMPTY)('on %s', (_name, open) => {
  test('a migration that fails leaves nothing behind, and is told now and at the next start', async () => {
    await using copy = await copyOfPrismaDirectory();
    await using empty = await open();
    await writeMigration(copy.directory, 'broken', 'CREATE TABLE "Half" (id int);\nCREATE TABLE "User" (id int);\n');

    await expect(applyMigrations(empty.database, copy.directory)).rejects.toThrow(/relation "User" already exists/);

    const rows = await empty.database.rows({ name: 'half', text: `SELECT to_regclass('"Half"') AS found` }, []);
    expect(rows).toEqual([{ found: null }]);
    await expect(checkMigrations(empty.database, copy.directory)).rejects.toThrow(
      /not finished: 20300101000000_broken/,
    );
    await expect(applyMigrations(empty.database, copy.directory)).rejects.toThrow(MigrationError);
  });

  test('a migration may have semicolons inside, as functions do', async () => {
    await using copy = await copyOfPrismaDirectory();
    await using empty = await open();
    const sql = `CREATE FUNCTION answer() RETURNS int AS $$ BEGIN RETURN 42; END; $$ LANGUAGE plpgsql;`;
    await writeMigration(copy.directory, 'function', sql);

    await applyMigrations(empty.database, copy.directory);

    expect(await empty.database.rows({ name: 'answer', text: 'SELECT answer()' }, [])).toEqual([{ answer: 42 }]);
  });
});

/** As the engine records a migration that it begins. */
async function begin(database: Database, name: string): Promise<void> {
  const text =
    'INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name") VALUES (gen_random_uuid(), repeat(\'0\', 64), $1)';
  await database.rows({ name: 'begin', text }, [name]);
}

async function writeMigration(directory: string, name: string, sql: string): Promise<void> {
  const folder = join(directory, `migrations/20300101000000_${name}`);
  await mkdir(folder);
  await writeFile(join(folder, 'migration.sql'), sql);
}

interface EmptyDatabase extends AsyncDisposable {
  database: Database;
}

async function emptyEmbedded(): Promise<EmptyDatabase> {
  const database = onPGlite(await PGlite.create());
  return { database, [Symbol.asyncDispose]: database.close };
}

async function emptyOnServer(): Promise<EmptyDatabase> {
  const adminUrl = servers?.adminUrl ?? '';
  const name = `${servers?.name}_${Math.random().toString(36).slice(2)}`;
  await runSql(adminUrl, `CREATE DATABASE "${name}"`);
  const database = openPostgres(withDatabaseName(adminUrl, name), () => undefined);
  return {
    database,
    async [Symbol.asyncDispose]() {
      await database.close();
      await runSql(adminUrl, `DROP DATABASE "${name}"`);
    },
  };
}
