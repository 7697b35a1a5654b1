import { describe, expect } from 'vitest';
import { breaksOlderCode } from '../../database/older-code.ts';
import { Agent } from '../agent.ts';
import { startServer } from '../server-process.ts';
import { findPrograms } from './programs.ts';
import { makeNextRelease } from './release.ts';
import { keepDoing, PASSWORD } from './replicated.ts';
import { defectsOf, openScene, PRODUCTION } from './scene.ts';
import { test } from './tally.ts';
import { liveWholeLife, newUsername } from './whole-life.ts';

const MIGRATION = '29991231000000_next';

/** All that a next release may do while this one goes on serving: columns, tables, indexes, data. */
const EXPANDING = `
  ALTER TABLE "User" ADD COLUMN "bio" TEXT NOT NULL DEFAULT '', ADD COLUMN "confirmedAt" TIMESTAMPTZ(3);
  ALTER TABLE "Session" ADD COLUMN "country" TEXT;
  CREATE TABLE "Note" ("id" UUID NOT NULL, "authorId" UUID NOT NULL, CONSTRAINT "Note_pkey" PRIMARY KEY ("id"));
  ALTER TABLE "Note" ADD CONSTRAINT "Note_authorId_fkey"
    FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE CASCADE;
  CREATE INDEX "User_email_idx" ON "User"("email");
  UPDATE "User" SET "bio" = "firstName";`;

describe.runIf(findPrograms())('a next release beside this one, on one database', () => {
  test.for([
    ['Redis', {}],
    ['the database', { REDIS_URL: '', ALLOW_EMBEDDED: 'true' }],
  ] as const)('migrates it under load, and no request fails; sessions in %s', async ([, stores], { tally }) => {
    expect(breaksOlderCode(EXPANDING)).toEqual([]);
    await using scene = await openScene();
    await using next = await makeNextRelease(MIGRATION, EXPANDING);
    const { url, server } = await scene.start(stores);
    const load = keepDoing(
      Array.from({ length: 4 }, () => async () => tally.saw('operations', await liveWholeLife(url))),
    );
    const person = new Agent(url);
    const username = newUsername();
    await person.signup({ username, password: PASSWORD });

    await using newer = startServer({ ...scene.env, ...stores }, next.folder);
    const newerUrl = await newer.url();
    await newer.saying(`migration ${MIGRATION} applied`);
    await load.stop();

    // Both on the same people and sessions; and one of the old that starts anew finds nothing to object to.
    tally.saw(
      'operations',
      (await Promise.all([liveWholeLife(url), liveWholeLife(newerUrl)])).reduce((a, b) => a + b),
    );
    const sameSession = new Agent(newerUrl);
    sameSession.cookie = person.cookie;
    expect(await sameSession.me()).toMatchObject({ username });
    await sameSession.changePassword(PASSWORD, `${PASSWORD} no more`);
    expect(await person.me()).toBeNull();
    for (const MIGRATE of ['apply', 'check', 'off']) {
      const again = await scene.start({ ...stores, MIGRATE });
      tally.saw('operations', await liveWholeLife(again.url));
    }
    expect([server, newer].flatMap(defectsOf)).toEqual([]);
    tally.round();
  });

  test('refuses with MIGRATE=check to start before the migration, and this one goes on', async ({ tally }) => {
    await using scene = await openScene();
    await using next = await makeNextRelease(MIGRATION, EXPANDING);
    const { url } = await scene.start();

    await using newer = startServer({ ...PRODUCTION, ...scene.env, MIGRATE: 'check' }, next.folder);
    await newer.saying(`not applied: ${MIGRATION}. Run npm run db:migrate`);

    expect(await newer.exit).toBe(1);
    tally.saw('operations', await liveWholeLife(url));
    tally.round();
  });
});
