import { randomUUID } from 'node:crypto';
import { Prisma } from '../database/generated/client.ts';
import type { User } from '../database/user.ts';
import type { BegunSession } from '../sessions/sessions.ts';
import { beginSessionAfter } from './begin-session.ts';
import type { Caller } from './caller.ts';
import { AlreadyLoggedIn, refuseIfAny, ValidationFailed, type ValidationIssue } from './errors.ts';
import { requireInTime } from './in-time.ts';
import { checkPasswordFields } from './new-password.ts';
import { personalTexts } from './personal-texts.ts';
import { checkProfile, type ProfileInput, toProfileChanges } from './profile-fields.ts';
import type { Services } from './services.ts';
import { checkUsername, foldUsername, normalizeUsername } from './username.ts';
import type { Viewer } from './viewer.ts';

export interface SignupInput extends ProfileInput {
  username: string;
  password: string;
  passwordConfirmation: string;
}

/**
 * Creates an account without any rights and begins its first session.
 * @throws {ValidationFailed | AlreadyLoggedIn | TooManyAttempts | SessionNotStored}
 */
export async function signup(
  services: Services,
  viewer: Viewer | null,
  input: SignupInput,
  caller: Caller,
): Promise<{ user: User } & BegunSession> {
  if (viewer) {
    throw new AlreadyLoggedIn();
  }
  const user = await services.attempts.guardSignup(caller, async () => {
    refuseIfAny([...checkInput(services, input), ...(await checkTaken(services, input.username))]);
    return createUser(services, input, caller);
  });
  services.events.emit({ type: 'signedUp', userId: user.id, username: user.username }, caller);
  return { user, ...(await beginSessionAfter('accountCreated', services, user, false, caller)) };
}

function checkInput({ passwordPolicy }: Services, input: SignupInput): ValidationIssue[] {
  const { password, passwordConfirmation: confirmation } = input;
  return [
    ...checkUsername(input.username),
    ...checkPasswordFields(passwordPolicy, { field: 'password', password, confirmation, about: personalTexts(input) }),
    ...checkProfile(input),
  ];
}

const TAKEN: ValidationIssue = { field: 'username', code: 'USERNAME_TAKEN', message: 'This username is taken.' };

async function checkTaken({ database }: Services, username: string): Promise<ValidationIssue[]> {
  if (checkUsername(username).length > 0) {
    return [];
  }
  const where = { usernameFolded: foldUsername(username) };
  return (await database.prisma.user.findUnique({ where, select: { id: true } })) ? [TAKEN] : [];
}

async function createUser(
  { database, passwords, clock }: Services,
  input: SignupInput,
  { answerBy }: Caller,
): Promise<User> {
  const now = new Date(clock());
  const data = {
    username: normalizeUsername(input.username),
    usernameFolded: foldUsername(input.username),
    ...toProfileChanges(input),
    password: await passwords.hash(input.password, answerBy),
    sessionEpoch: randomUUID(),
    dateJoined: now,
    lastLogin: now,
  };
  requireInTime(answerBy);
  return database.prisma.user.create({ data }).catch((error: unknown) => {
    // Of two signups for one name at once, the unique column lets one through.
    throw isUniqueViolation(error) ? new ValidationFailed([TAKEN]) : error;
  });
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
