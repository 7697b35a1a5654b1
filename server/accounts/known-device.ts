import { randomBytes } from 'node:crypto';
import type { User } from '../database/user.ts';
import type { Signer } from '../signature.ts';
import { DAY } from '../time.ts';
import type { Caller } from './caller.ts';
import type { Services } from './services.ts';
import { checkUsername, foldUsername } from './username.ts';

/** How long a device is known after its last login: about as long as browsers keep a cookie (RFC 6265bis: 400 days). */
export const KNOWN_FOR = 365 * DAY;

/** A mark as it is made: the device, since when, the epoch, and the signature. */
export const DEVICE_MARK = /^[\w-]{22}\.[\da-z]{8,9}\.[\da-f-]{36}\.[\w-]{43}$/;

/** How many accounts of one browser are remembered, and looked for: each mark is checked by hashing. */
export const MOST_MARKS = 5;

const PURPOSE = 'device';
const ID_BYTES = 16;

/** A mark as it was signed: which device, since when, and under which epoch of the user's sessions. */
interface Mark {
  device: string;
  markedAt: number;
  epoch: string;
}

/**
 * The marks that a browser keeps once somebody has logged in with it: one for this account, and those that it had for
 * others. By it a stranger who guesses elsewhere can't keep the owner out (OWASP's "device cookie"). It opens nothing,
 * and ends with the epoch of the user's sessions: with a changed password, and with signing out everywhere else.
 */
export function marksAfterLogin({ signer, clock }: Services, user: User, { deviceMarks }: Caller): string[] {
  const device = randomBytes(ID_BYTES).toString('base64url');
  return marksWith(signer, user, { device, markedAt: clock(), epoch: user.sessionEpoch }, deviceMarks());
}

/**
 * The same where a session goes on under another epoch and no password was proved: a browser that was known stays so, and
 * no other becomes it. Whoever holds a stolen session gets no allowance of guesses by it.
 */
export function marksUnder(user: User, previousEpoch: string, { signer }: Services, { deviceMarks }: Caller): string[] {
  const marks = deviceMarks();
  const name = foldUsername(user.username);
  const known = marks.map((mark) => readMark(signer, name, mark)).find((mark) => mark?.epoch === previousEpoch);
  return known ? marksWith(signer, user, { ...known, epoch: user.sessionEpoch }, marks) : [...marks];
}

function marksWith(signer: Signer, user: User, { device, markedAt, epoch }: Mark, marks: readonly string[]): string[] {
  const name = foldUsername(user.username);
  const signed = signer.sign(PURPOSE, `${name} ${device}.${markedAt.toString(36)}.${epoch}`);
  const others = marks.filter((mark) => readMark(signer, name, mark) === null);
  return [signed.slice(name.length + 1), ...others].slice(0, MOST_MARKS);
}

/** The device that a login for this name comes from, where it is one that the account knows; null otherwise. */
export async function findKnownDevice(
  { signer, clock, database }: Services,
  username: string,
  { deviceMarks }: Caller,
): Promise<string | null> {
  // No account has such a name, and a very long one would take long to hash.
  if (checkUsername(username).length > 0) {
    return null;
  }
  const name = foldUsername(username);
  const marks = deviceMarks().map((mark) => readMark(signer, name, mark));
  const mark = marks.find((read) => read !== null && read.markedAt + KNOWN_FOR > clock());
  if (!mark) {
    // Nothing is looked up for a name that this browser has not logged in to: it would tell which names exist.
    return null;
  }
  const user = await database.prisma.user.findUnique({
    where: { usernameFolded: name },
    select: { sessionEpoch: true },
  });
  return user?.sessionEpoch === mark.epoch ? mark.device : null;
}

/** The name is signed with the rest, and isn't in the mark: nobody learns from a browser whose it is. */
function readMark(signer: Signer, name: string, mark: string): Mark | null {
  const text = signer.verify(PURPOSE, `${name} ${mark}`);
  if (text === null) {
    return null;
  }
  const [device = '', markedAt = '', epoch = ''] = text.slice(name.length + 1).split('.');
  return { device, markedAt: Number.parseInt(markedAt, 36), epoch };
}
