import type { Services } from './services.ts';

/** One statement's share: far below the time that a statement may take, however many users there are. */
const BATCH = 5000;

const BEFORE_ALL_IDS = '00000000-0000-0000-0000-000000000000';

const STATEMENT = {
  name: 'replace-epochs',
  text: `UPDATE "User" SET "sessionEpoch" = gen_random_uuid()
    WHERE "id" IN (SELECT "id" FROM "User" WHERE "id" > $1::uuid ORDER BY "id" LIMIT ${BATCH}) RETURNING "id"::text`,
};

/**
 * Ends every session of everybody, for after a restore of the database: what had ended since the back-up is alive
 * again by its old epoch. Answers how many users were signed out; one who fails half-way may simply start anew.
 */
export async function revokeAllSessions({ database }: Pick<Services, 'database'>): Promise<number> {
  let users = 0;
  for (let last: string | undefined = BEFORE_ALL_IDS; last; ) {
    const rows: { id: string }[] = await database.rows(STATEMENT, [last]);
    const ids = rows.map(({ id }) => id);
    users += ids.length;
    // In hexadecimal text, ids sort as PostgreSQL sorts them.
    last = ids.sort().at(-1);
  }
  return users;
}
