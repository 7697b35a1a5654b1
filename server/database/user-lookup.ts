import DataLoader from 'dataloader';
import type { Database } from './database.ts';
import { USER_COLUMNS, type User } from './user.ts';

const STATEMENT = { name: 'users-by-id', text: `SELECT ${USER_COLUMNS} FROM "User" WHERE "id" = ANY($1::uuid[])` };

/** Finds a user by id, read afresh. */
export type UserLookup = (id: string) => Promise<User | null>;

/**
 * The viewer's own look-up: the requests that wait in the same tick share one statement. Nothing is kept beyond it,
 * so that this costs no freshness.
 */
export function createUserLookup(database: Database): UserLookup {
  const loader = new DataLoader((ids: readonly string[]) => findUsers(database, ids), { cache: false });
  return (id) => loader.load(id);
}

async function findUsers(database: Database, ids: readonly string[]): Promise<(User | null)[]> {
  const users = await database.rows<User>(STATEMENT, [[...new Set(ids)]]);
  const byId = new Map(users.map((user) => [user.id, user]));
  return ids.map((id) => byId.get(id) ?? null);
}
