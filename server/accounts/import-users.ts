import { randomUUID } from 'node:crypto';
import type { User } from '../database/user.ts';
import { checkProfile, toProfileChanges } from './profile-fields.ts';
import type { Services } from './services.ts';
import { checkText } from './text.ts';
import { checkUsername, foldUsername, normalizeUsername } from './username.ts';

/** A user of another system, with the password as that system encoded it. */
export interface ImportedUser {
  username: string;
  email: string | null;
  firstName: string;
  lastName: string;
  password: string;
  isActive: boolean;
  isStaff: boolean;
  isSuperuser: boolean;
  dateJoined: Date;
  lastLogin: Date | null;
}

/** What became of one: created, left alone as imported before, or refused for reasons. */
export type ImportOutcome = { kind: 'created' } | { kind: 'present' } | { kind: 'refused'; reason: string };

const COLUMNS = [
  ...['id', 'username', 'usernameFolded', 'email', 'firstName', 'lastName', 'password', 'sessionEpoch'],
  ...['isActive', 'isStaff', 'isSuperuser', 'dateJoined', 'lastLogin'],
]
  .map((name) => `"${name}"`)
  .join(', ');

/** A batch as one value: Prisma takes several times as long for a thousand rows, one parameter a field. */
const INSERT = {
  name: 'import-users',
  text: `INSERT INTO "User" (${COLUMNS}) SELECT ${COLUMNS} FROM json_populate_recordset(NULL::"User", $1::json)
    ON CONFLICT ("usernameFolded") DO NOTHING RETURNING "usernameFolded"`,
};

/** The date as a number: PGlite reads the year 1, as another one. */
const FIND = {
  name: 'users-by-name',
  text: `SELECT "username", "usernameFolded", round((extract(epoch FROM "dateJoined") * 1000)::numeric)::float8 AS "joinedAt"
    FROM "User" WHERE "usernameFolded" = ANY($1::text[])`,
};

/** Far beyond any encoded hash. */
const LONGEST_HASH = 1024;

/**
 * Takes over users, all in one statement: all that can be are created, or none. Nobody who is here already is changed.
 * Who has the name and joined at the very same moment is taken for the same person, imported before: neither can be
 * changed here. Anybody else of that name is another person. Answers in the order that was given.
 */
export async function importUsers(
  { database }: Pick<Services, 'database'>,
  users: readonly ImportedUser[],
): Promise<ImportOutcome[]> {
  const reasons = users.map(brokenRules);
  const valid = users.filter((_user, index) => reasons[index] === '');
  const created = await createAll(database, valid);
  const owners = await findOwners(
    database,
    valid.filter((user) => !created.has(user)),
  );
  return users.map((user, index) => {
    if (reasons[index]) {
      return { kind: 'refused', reason: reasons[index] };
    }
    return created.has(user) ? { kind: 'created' } : judgeTaken(user, owners.get(foldUsername(user.username)));
  });
}

function brokenRules(user: ImportedUser): string {
  const { username, email, firstName, lastName, password, dateJoined, lastLogin } = user;
  const issues: { field: string; message: string }[] = [
    ...checkUsername(username),
    ...checkProfile({ email, firstName, lastName }),
    ...checkText('password', password, LONGEST_HASH),
    ...checkDate('dateJoined', dateJoined),
    ...checkDate('lastLogin', lastLogin),
  ];
  return issues.map(({ field, message }) => `${field}: ${message}`).join(' ');
}

/** By its offset, a date of the year 1 or 9999 can be outside of what is written with four digits, and so read again. */
function checkDate(field: string, date: Date | null): { field: string; message: string }[] {
  const year = date?.getUTCFullYear() ?? 1;
  return year >= 1 && year <= 9999 ? [] : [{ field, message: 'This is not in the years 1 to 9999.' }];
}

/** Of several with one name, the first is created. */
async function createAll(database: Services['database'], users: ImportedUser[]): Promise<Set<ImportedUser>> {
  const firsts = new Map<string, ImportedUser>();
  for (const user of users) {
    const folded = foldUsername(user.username);
    firsts.set(folded, firsts.get(folded) ?? user);
  }
  const rows = [...firsts].map(([usernameFolded, user]) => toRow(usernameFolded, user));
  const created = await database.rows<{ usernameFolded: string }>(INSERT, [JSON.stringify(rows)]);
  return new Set(created.flatMap(({ usernameFolded }) => firsts.get(usernameFolded) ?? []));
}

function toRow(usernameFolded: string, { email, firstName, lastName, ...user }: ImportedUser) {
  const profile = toProfileChanges({ email, firstName, lastName });
  const username = normalizeUsername(user.username);
  return { ...user, ...profile, id: randomUUID(), sessionEpoch: randomUUID(), username, usernameFolded };
}

interface Owner extends Pick<User, 'username' | 'usernameFolded'> {
  /** Milliseconds since the epoch. */
  joinedAt: number;
}

async function findOwners(database: Services['database'], users: ImportedUser[]): Promise<Map<string, Owner>> {
  if (users.length === 0) {
    return new Map();
  }
  const owners = await database.rows<Owner>(FIND, [users.map(({ username }) => foldUsername(username))]);
  return new Map(owners.map((owner) => [owner.usernameFolded, owner]));
}

function judgeTaken({ username, dateJoined }: ImportedUser, owner: Owner | undefined): ImportOutcome {
  if (!owner) {
    return { kind: 'refused', reason: 'username: It was taken, and given up again, while this ran.' };
  }
  if (owner.username === normalizeUsername(username) && owner.joinedAt === dateJoined.getTime()) {
    return { kind: 'present' };
  }
  const other = JSON.stringify(owner.username);
  return { kind: 'refused', reason: `username: ${other} is here already, another account; case makes no difference.` };
}
