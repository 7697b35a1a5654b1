import { givenSecret } from '../config.ts';
import { askHidden, canAsk } from './question.ts';
import { Refusal } from './refusal.ts';

/** Where a script leaves a new password: an option would be on the process list and in the shell's history. */
export const PASSWORD_VARIABLE = 'GATEHOUSE_PASSWORD';

/** A new password, and whether it was meant. */
export interface TypedPassword {
  password: string;
  confirmation: string;
}

/**
 * Takes a new password from the environment or the file that it names, or asks for it twice.
 * @throws {ConfigError | Refusal} where the file can't be read, or there is nobody to ask
 */
export async function readNewPassword(mayAsk = true): Promise<TypedPassword> {
  const given = givenSecret(PASSWORD_VARIABLE);
  if (given !== undefined) {
    return { password: given, confirmation: given };
  }
  if (!mayAsk || !canAsk()) {
    throw new Refusal(`There is no password: set ${PASSWORD_VARIABLE}, or run this in a terminal.`);
  }
  return { password: await askHidden('Password: '), confirmation: await askHidden('Password (again): ') };
}
