import { randomUUID } from 'node:crypto';
import bcrypt from 'bcrypt';
import { foldUsername } from '../server/accounts/username.ts';
import type { Database } from '../server/database/database.ts';
import { encodeBcryptSha256 } from '../server/passwords/hashers/bcrypt-sha256.ts';

/** What new hashes cost here: little, so that many logins fit into a minute. */
export const COST = 9;

const RIGHT = 'correct horse caf\u00e9';
const WRONG = 'incorrect horse caf\u00e9';

/** One kind of failing login. */
export interface Case {
  name: string;
  username: string;
  password: string;
  /** Which case it must not be told apart from; null where a difference is known and stated in decision 8. */
  like: string | null;
}

/** Every refusal that must look like a wrong password, and the imported hashes beside them. */
export function failingLogins(): Case[] {
  const plain = 'wrong password';
  const decomposed = 'wrong password, not NFC';
  return [
    { name: plain, username: 'current', password: WRONG, like: plain },
    // The same once more: what these two differ by is the machine's noise.
    { name: 'wrong password, once more', username: 'current', password: WRONG, like: plain },
    { name: 'unknown user', username: 'nobody', password: WRONG, like: plain },
    { name: 'unusable password', username: 'unusable', password: WRONG, like: plain },
    { name: `older cost (${COST - 1})`, username: 'older', password: WRONG, like: plain },
    { name: 'oldest cost (4)', username: 'oldest', password: WRONG, like: plain },
    { name: 'plain bcrypt of an older cost', username: 'bcrypt', password: WRONG, like: plain },
    { name: 'inactive user, wrong password', username: 'inactive', password: WRONG, like: plain },
    { name: 'inactive user, right password', username: 'inactive', password: RIGHT, like: plain },
    { name: 'inactive user, right password, oldest cost', username: 'inactive-oldest', password: RIGHT, like: plain },
    { name: decomposed, username: 'current', password: WRONG.normalize('NFD'), like: decomposed },
    { name: 'unknown user, not NFC', username: 'nobody', password: WRONG.normalize('NFD'), like: decomposed },
    {
      name: 'inactive user, right password, not NFC',
      username: 'inactive',
      password: RIGHT.normalize('NFD'),
      like: decomposed,
    },
    { name: 'pbkdf2_sha256, 260,000 (Django 3.2)', username: 'pbkdf2', password: WRONG, like: null },
    { name: 'argon2id (Django)', username: 'argon2', password: WRONG, like: null },
    { name: 'scrypt (Django 4.0)', username: 'scrypt', password: WRONG, like: null },
  ];
}

/** Creates the accounts that the cases are about. */
export async function createAccounts({ prisma }: Database): Promise<void> {
  const current = await encodeBcryptSha256(RIGHT, COST);
  const oldest = await encodeBcryptSha256(RIGHT, 4);
  const accounts: Record<string, string> = {
    current,
    oldest,
    inactive: current,
    'inactive-oldest': oldest,
    unusable: '!kWbqVDNnXBZTP2JjvHwDh3vcZ8eXzDqKVTGFX1ua',
    older: await encodeBcryptSha256(RIGHT, COST - 1),
    bcrypt: `bcrypt$${await bcrypt.hash(RIGHT, COST - 2)}`,
    // Nobody has these passwords; the work is that of a real value.
    pbkdf2: `pbkdf2_sha256$260000$seasalt$${'A'.repeat(43)}=`,
    argon2: `argon2$argon2id$v=19$m=102400,t=2,p=8$Y041dExhNkljRUUy$${'A'.repeat(22)}`,
    scrypt: `scrypt$16384$seasalt$8$1$${'A'.repeat(86)}==`,
  };
  await prisma.user.createMany({
    data: Object.entries(accounts).map(([username, password]) => ({
      username,
      usernameFolded: foldUsername(username),
      password,
      sessionEpoch: randomUUID(),
      isActive: !username.startsWith('inactive'),
    })),
  });
}
