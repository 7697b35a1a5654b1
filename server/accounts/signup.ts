import { randomUUID } from 'node:crypto';
import type { User } from '../database/user.ts';
import type { BegunSession } from '../sessions/sessions.ts';
import { beginSessionAfter } from './begin-session.ts';
import type { Caller } from './caller.ts';
import { AlreadyLoggedIn, refuseIfAny, ValidationFailed, type ValidationIssue } from './errors.ts';
import { requireInTime } from './in-time.ts';
import { nameHashOf } from './name-hash.ts';
import { checkPasswordFields } from './new-password.ts';
import { personalTexts } from './personal-texts.ts';
import { checkProfile, type ProfileInput, toProfileChanges } from './profile-fields.ts';
import type { Services } from './services.ts';
import { checkTaken, isTakenNow, TAKEN } from './taken-username.ts';
import { tellRefusals } from './tell-refusals.ts';
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
  const userId = viewer?.id ?? null;
  const nameHash = nameHashOf(services, input.username);
  const user = await tellRefusals(services, { operation: 'signup', userId, nameHash }, caller, async () => {
    if (viewer) {
      throw new AlreadyLoggedIn();
    }
    return services.attempts.guardSignup({ userId, nameHash: () => nameHash, caller }, async () => {
      refuseIfAny([...checkInput(services, input), ...(await checkTaken(services, input.username))]);
      return createUser(services, input, caller);
    });
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
    throw isTakenNow(error) ? new ValidationFailed([TAKEN]) : error;
  });
}
