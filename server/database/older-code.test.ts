import { expect, test } from 'vitest';
import { readMigrations } from './migrations.ts';
import { breaksOlderCode } from './older-code.ts';

/**
 * Migrations that the release before can't work with, each with the reason why it may be so: what it takes away was out
 * of use for a whole release, or the service is stopped meanwhile, and the changelog says so.
 */
const CONTRACTING: Record<string, string> = {};

test('the release before works on a database that is one migration ahead', async () => {
  const { migrationDirectories } = await readMigrations('prisma');
  // Before the first there is no release.
  for (const { path, migrationFile } of migrationDirectories.slice(1)) {
    const { content } = migrationFile as { content: { value: string } };
    expect(CONTRACTING[path] ? [] : breaksOlderCode(content.value), path).toEqual([]);
  }
  const names = migrationDirectories.map(({ path }) => path);
  expect(Object.keys(CONTRACTING).filter((name) => !names.includes(name))).toEqual([]);
});

test.each([
  'ALTER TABLE "User" ADD COLUMN "bio" VARCHAR(500)',
  `ALTER TABLE "User" ADD COLUMN "bio" VARCHAR(500) NOT NULL DEFAULT ''`,
  `ALTER TABLE "User" ADD COLUMN "bio" TEXT DEFAULT '' NOT NULL, ADD COLUMN "x" INTEGER`,
  'CREATE TABLE "Note" ("id" UUID NOT NULL, CONSTRAINT "Note_pkey" PRIMARY KEY ("id")); CREATE UNIQUE INDEX "a" ON "Note"("id")',
  'CREATE TABLE "Note" ("id" UUID); ALTER TABLE "Note" ADD CONSTRAINT "f" FOREIGN KEY ("id") REFERENCES "User"("id")',
  'CREATE INDEX "User_email_idx" ON "User"("email")',
  'ALTER TABLE "User" ALTER COLUMN "email" DROP NOT NULL; DROP INDEX "x"',
  `-- DROP TABLE "User"\nUPDATE "User" SET "firstName" = 'RENAME; DROP TABLE'`,
  'CREATE FUNCTION f() RETURNS void AS $$ BEGIN DROP TABLE x; END $$ LANGUAGE plpgsql',
])('%s leaves it whole', (sql) => {
  expect(breaksOlderCode(sql)).toEqual([]);
});

test.each([
  ['ALTER TABLE "User" DROP COLUMN "email"', /^drops/],
  ['ALTER TABLE "User" ALTER COLUMN "isActive" DROP DEFAULT', /^drops/],
  ['DROP TABLE "Session"', /^drops/],
  ['ALTER TABLE "User" RENAME COLUMN "email" TO "mail"', /^renames/],
  ['ALTER TABLE "User" ALTER COLUMN "email" SET DATA TYPE INTEGER', /^changes/],
  ['ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL', /^makes/],
  ['alter table "User" add "bio" text not null', /^adds a required/],
  ['ALTER TABLE "User" ADD COLUMN "a" TEXT NOT NULL DEFAULT \'\', ADD COLUMN "b" TEXT NOT NULL', /^adds a required/],
  ['ALTER TABLE "User" ADD CONSTRAINT "c" CHECK ("email" <> \'\')', /^adds a rule/],
  ['CREATE UNIQUE INDEX "User_email_key" ON "User"("email")', /^adds a rule/],
  ['TRUNCATE "Session"', /^empties/],
])('%s does not', (sql, reason) => {
  expect(breaksOlderCode(sql)).toEqual([expect.stringMatching(reason)]);
});
