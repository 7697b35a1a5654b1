import type { User } from '../database/user.ts';
import { MINUTE } from '../time.ts';
import type { Caller } from './caller.ts';
import { refuseIfAny, type ValidationIssue } from './errors.ts';
import { requireInTime } from './in-time.ts';
import { checkProfile, type ProfileChanges, type ProfileInput, toProfileChanges } from './profile-fields.ts';
import { provePasswordAgain } from './prove-password.ts';
import type { Services } from './services.ts';
import { SessionEnded } from './session-ended.ts';
import { tellRefusals } from './tell-refusals.ts';
import type { Viewer } from './viewer.ts';

export interface UpdateProfileInput extends ProfileInput {
  currentPassword?: string | null;
}

/** How long a proved password lets the e-mail be changed without proving it again. */
export const FRESH_PROOF = 15 * MINUTE;

/**
 * Changes what a person may change about themselves, and nothing else.
 * @throws {ValidationFailed | InvalidCredentials | TooManyAttempts | SessionEnded}
 */
export async function updateProfile(
  services: Services,
  viewer: Viewer,
  input: UpdateProfileInput,
  caller: Caller,
): Promise<User> {
  const changes = toProfileChanges(input);
  const attempt = { operation: 'updateProfile', userId: viewer.id, nameHash: null } as const;
  await tellRefusals(services, attempt, caller, async () =>
    refuseIfAny([...checkProfile(input), ...checkProof(services, viewer, input, changes)]),
  );
  if (typeof input.currentPassword === 'string') {
    await provePasswordAgain(services, viewer, input.currentPassword, caller);
  }
  requireInTime(caller.answerBy);
  const [user] = await services.database.prisma.user.updateManyAndReturn({
    where: { id: viewer.id, sessionEpoch: viewer.sessionEpoch },
    data: changes,
  });
  if (!user) {
    throw new SessionEnded('the session ended meanwhile');
  }
  services.events.emit({ type: 'profileUpdated', userId: user.id, fields: Object.keys(changes) }, caller);
  return user;
}

/** Whoever finds an open session must not be able to move the account to an address of their own. */
function checkProof(
  { clock }: Services,
  viewer: Viewer,
  { currentPassword }: UpdateProfileInput,
  changes: ProfileChanges,
): ValidationIssue[] {
  const changesEmail = changes.email !== undefined && changes.email !== viewer.email;
  const isFresh = clock() - viewer.session.provedAt < FRESH_PROOF;
  if (!changesEmail || isFresh || typeof currentPassword === 'string') {
    return [];
  }
  const message = 'Enter your current password to change the e-mail address.';
  return [{ field: 'currentPassword', code: 'CURRENT_PASSWORD_REQUIRED', message }];
}
