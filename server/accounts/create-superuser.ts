import { randomUUID } from 'node:crypto';
import type { User } from '../database/user.ts';
import { refuseIfAny, ValidationFailed } from './errors.ts';
import { checkPasswordFields } from './new-password.ts';
import { personalTexts } from './personal-texts.ts';
import { checkProfile, toProfileChanges } from './profile-fields.ts';
import type { Services } from './services.ts';
import { checkTaken, isTakenNow, TAKEN } from './taken-username.ts';
import { checkUsername, foldUsername, normalizeUsername } from './username.ts';

export interface NewSuperuser {
  username: string;
  email: string | null;
  password: string;
  passwordConfirmation: string;
}

/**
 * Creates an account that is staff and superuser, by the rules of a signup. For whoever runs the service: no operation
 * of the API leads here. @throws {ValidationFailed}
 */
export async function createSuperuser(
  services: Pick<Services, 'database' | 'passwords' | 'passwordPolicy' | 'clock'>,
  input: NewSuperuser,
): Promise<User> {
  const { username, email, password, passwordConfirmation: confirmation } = input;
  const about = personalTexts({ username, email });
  refuseIfAny([
    ...checkUsername(username),
    ...checkPasswordFields(services.passwordPolicy, { field: 'password', password, confirmation, about }),
    ...checkProfile({ email }),
    ...(await checkTaken(services, username)),
  ]);
  const data = {
    username: normalizeUsername(username),
    usernameFolded: foldUsername(username),
    ...toProfileChanges({ email }),
    password: await services.passwords.hash(password, Number.POSITIVE_INFINITY),
    sessionEpoch: randomUUID(),
    dateJoined: new Date(services.clock()),
    isStaff: true,
    isSuperuser: true,
  };
  return services.database.prisma.user.create({ data }).catch((error: unknown) => {
    throw isTakenNow(error) ? new ValidationFailed([TAKEN]) : error;
  });
}
