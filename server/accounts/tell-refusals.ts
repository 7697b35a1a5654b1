import type { User } from '../database/user.ts';
import type { EventOf } from '../events/event.ts';
import type { Caller } from './caller.ts';
import { AccountError, InvalidCredentials, TooManyAttempts, ValidationFailed } from './errors.ts';
import { nameHashOf } from './name-hash.ts';
import type { Services } from './services.ts';

/** Which operation it is, and whose, as far as is known. */
type Attempt = Pick<EventOf<'refused'>, 'operation' | 'userId' | 'nameHash'>;

/**
 * Runs an operation, and tells if its input is refused. A refused password and an allowance that is used up are told
 * where they are found, under names of their own.
 */
export async function tellRefusals<T>(
  { events }: Pick<Services, 'events'>,
  attempt: Attempt,
  caller: Caller,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isTold = error instanceof InvalidCredentials || error instanceof TooManyAttempts;
    if (error instanceof AccountError && !isTold) {
      events.emit({ type: 'refused', ...attempt, reason: error.name, codes: codesOf(error) }, caller);
    }
    throw error;
  }
}

/** Tells that a password which had been proved is refused all the same, because the account has changed meanwhile. */
export function tellPasswordRefused(services: Services, { id, username }: User, caller: Caller): void {
  services.events.emit({ type: 'loginFailed', userId: id, nameHash: nameHashOf(services, username) }, caller);
}

function codesOf(error: AccountError): string[] {
  return error instanceof ValidationFailed ? [...new Set(error.issues.map(({ code }) => code))] : [];
}
