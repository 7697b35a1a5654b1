import { USER_COLUMNS, type UserWithPassword } from '../database/user.ts';
import type { Caller } from './caller.ts';
import { InvalidCredentials } from './errors.ts';
import { findKnownDevice } from './known-device.ts';
import { nameHashOf } from './name-hash.ts';
import type { Services } from './services.ts';
import { checkUsername, foldUsername } from './username.ts';
import type { Viewer } from './viewer.ts';

/**
 * Proves a password of the account that a name leads to. The one way from a name and a password to a user: limited,
 * and of the same answer, message and cost whether the name, the password or the account is at fault.
 * @throws {InvalidCredentials | TooManyAttempts}
 */
export async function provePasswordOf(
  services: Services,
  username: string,
  password: string,
  caller: Caller,
): Promise<UserWithPassword> {
  const nameHash = () => nameHashOf(services, username);
  const device = await findKnownDevice(services, username, caller);
  return services.attempts.guardPassword(username, device, { userId: null, nameHash, caller }, async () => {
    const user = await findByUsername(services, username);
    return verify(services, { user, nameHash, password, refusal: 'The username or the password is wrong.' }, caller);
  });
}

/**
 * Proves the password of the person who is signed in already.
 * @throws {InvalidCredentials | TooManyAttempts}
 */
export async function provePasswordAgain(
  services: Services,
  viewer: Viewer,
  password: string,
  caller: Caller,
): Promise<UserWithPassword> {
  const nameHash = () => nameHashOf(services, viewer.username);
  const device = await findKnownDevice(services, viewer.username, caller);
  return services.attempts.guardPassword(viewer.username, device, { userId: viewer.id, nameHash, caller }, async () => {
    const user = await services.database.prisma.user.findUnique({
      where: { id: viewer.id },
      omit: { password: false },
    });
    return verify(services, { user, nameHash, password, refusal: 'The password is wrong.' }, caller);
  });
}

/**
 * The row, while its password is the one that was proved. The hash may be another one, where a login has upgraded it
 * meanwhile; the epoch is the same then, because that is replaced with the password and not with the hash.
 */
export function whereStillProved({ id, password, sessionEpoch }: UserWithPassword) {
  return { id, OR: [{ password }, { sessionEpoch }] };
}

interface Claim {
  user: UserWithPassword | null;
  nameHash: () => string;
  password: string;
  refusal: string;
}

async function verify(
  { passwords, events }: Services,
  { user, nameHash, password, refusal }: Claim,
  caller: Caller,
): Promise<UserWithPassword> {
  // One hash is paid for either way: the answer's time must not tell which names exist.
  const matches = await passwords.verify(password, user?.password, caller.answerBy);
  if (!user?.isActive || !matches) {
    events.emit({ type: 'loginFailed', userId: user?.id ?? null, nameHash: nameHash() }, caller);
    throw new InvalidCredentials(refusal);
  }
  return user;
}

async function findByUsername({ database }: Services, username: string): Promise<UserWithPassword | null> {
  // No account has a name that breaks the rules, and PostgreSQL can't even be asked for some of those.
  if (checkUsername(username).length > 0) {
    return null;
  }
  const [user] = await database.rows<UserWithPassword>(USER_BY_NAME, [foldUsername(username)]);
  return user ?? null;
}

/** Around Prisma, as on every way that many go at once: beside a hash, that alone would be a hundredth of a login. */
const USER_BY_NAME = {
  name: 'user-by-name',
  text: `SELECT ${USER_COLUMNS}, "password" FROM "User" WHERE "usernameFolded" = $1`,
};
