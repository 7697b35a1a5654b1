import type { Services } from './services.ts';
import { foldUsername } from './username.ts';

/**
 * A pseudonym of a name that somebody typed, the same for every spelling: the log shows by it that one account is being
 * guessed, and no name, nor a password that was typed in its place.
 */
export function nameHashOf({ signer }: Pick<Services, 'signer'>, username: string): string {
  return signer.keyedHash('username', foldUsername(username));
}
