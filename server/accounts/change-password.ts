import { randomUUID } from 'node:crypto';
import type { User, UserWithPassword } from '../database/user.ts';
import type { BegunSession } from '../sessions/sessions.ts';
import { beginSessionAfter, dropDeadSessions } from './begin-session.ts';
import type { Caller } from './caller.ts';
import { InvalidCredentials, refuseIfAny } from './errors.ts';
import { requireInTime } from './in-time.ts';
import { checkPasswordFields } from './new-password.ts';
import { personalTexts } from './personal-texts.ts';
import { provePasswordAgain, whereStillProved } from './prove-password.ts';
import type { Services } from './services.ts';
import { tellPasswordRefused, tellRefusals } from './tell-refusals.ts';
import type { Viewer } from './viewer.ts';

export interface ChangePasswordInput {
  currentPassword: string;
  newPassword: string;
  newPasswordConfirmation: string;
}

/**
 * Changes the password, ends every session of the user and begins a new one for the caller.
 * @throws {ValidationFailed | InvalidCredentials | TooManyAttempts | SessionNotStored}
 */
export async function changePassword(
  services: Services,
  viewer: Viewer,
  input: ChangePasswordInput,
  caller: Caller,
): Promise<{ user: User } & BegunSession> {
  const attempt = { operation: 'changePassword', userId: viewer.id, nameHash: null } as const;
  await tellRefusals(services, attempt, caller, async () =>
    refuseIfAny(
      checkPasswordFields(services.passwordPolicy, {
        field: 'newPassword',
        password: input.newPassword,
        confirmation: input.newPasswordConfirmation,
        current: input.currentPassword,
        about: personalTexts(viewer),
      }),
    ),
  );
  const proved = await provePasswordAgain(services, viewer, input.currentPassword, caller);
  const user = await replacePassword(services, proved, input.newPassword, caller);
  services.events.emit({ type: 'passwordChanged', userId: user.id }, caller);
  dropDeadSessions(services, user.id, proved.sessionEpoch, caller);
  const { remembered } = viewer.session;
  return { user, ...(await beginSessionAfter('passwordChanged', services, user, remembered, caller)) };
}

/**
 * Hash and epoch in one statement, and only where the password is still the one that was verified: of several changes
 * at once with the same old password, one wins.
 */
async function replacePassword(
  services: Services,
  proved: UserWithPassword,
  newPassword: string,
  caller: Caller,
): Promise<User> {
  const { database, passwords } = services;
  const { answerBy } = caller;
  const encoded = await passwords.hash(newPassword, answerBy);
  requireInTime(answerBy);
  const [user] = await database.prisma.user.updateManyAndReturn({
    where: { ...whereStillProved(proved), isActive: true },
    data: { password: encoded, sessionEpoch: randomUUID() },
  });
  if (!user) {
    tellPasswordRefused(services, proved, caller);
    throw new InvalidCredentials('The password is wrong.');
  }
  return user;
}
