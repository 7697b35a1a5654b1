import { ValidationFailed } from '../accounts/errors.ts';
import { NoSuchUser } from '../accounts/require-user.ts';
import { ConfigError } from '../config.ts';
import { DataDirectoryError } from '../database/data-directory-error.ts';
import { MigrationError } from '../database/migrations.ts';
import { isStoreFault } from '../database/store-fault.ts';
import { Refusal } from './refusal.ts';

const FOR_PEOPLE = [ConfigError, DataDirectoryError, NoSuchUser, Refusal];

/** What a person can mend is a line for them; anything else is a defect and shows where. */
export function explain(error: unknown): string {
  if (FOR_PEOPLE.some((known) => error instanceof known)) {
    return (error as Error).message;
  }
  if (error instanceof MigrationError) {
    return `The database’s migrations don’t fit: ${error.message}`;
  }
  if (error instanceof ValidationFailed) {
    return error.issues.map(({ field, message }) => `${field}: ${message}`).join('\n');
  }
  const { stack, message } = error as Error;
  return isStoreFault(error) ? `A store can’t be used: ${message.trim().split('\n').at(-1)}` : (stack ?? String(error));
}
