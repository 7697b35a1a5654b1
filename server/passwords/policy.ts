import { normalForm } from '../normal-form.ts';
import type { CheckedRule, PasswordRule, PersonalText } from './rules.ts';
import { atLeast, atMost, NOT_NUMERIC, NOT_SIMILAR, notCommon, type PasswordCode } from './rules.ts';

/** Far beyond any passphrase, and short enough that hashing costs nothing by length. */
export const LONGEST_PASSWORD = 1024;

/** What a service decides about its policy. */
export interface PolicySettings {
  /** NIST SP 800-63B-4, 3.1.1.2: 8 code points where there is a second factor, 15 where there is none. */
  readonly minLength: number;
  /** What the service is called, which is no password for it. */
  readonly serviceName: string;
}

/** A rule that a password breaks. */
export interface PasswordFault {
  readonly code: PasswordCode | 'INVALID_CHARACTERS';
  readonly message: string;
  readonly limit?: number;
}

export type PasswordPolicy = ReturnType<typeof createPasswordPolicy>;

/** What a new password must be: Django's four validators, a maximum, and the service's name. No rules of composition. */
export function createPasswordPolicy({ minLength, serviceName }: PolicySettings) {
  const tooLong = atMost(LONGEST_PASSWORD);
  const checked = [atLeast(minLength), tooLong, NOT_SIMILAR, notCommon(serviceName), NOT_NUMERIC];

  return {
    /** The rules as they can be told, in the order in which they are checked. */
    rules: checked.map(({ check: _, ...rule }): PasswordRule => rule),

    /** Every rule that a password breaks. Characters are code points, after NFC. */
    findFaults(password: string, about: readonly PersonalText[]): PasswordFault[] {
      const normal = normalForm(password, 'NFC');
      // Of one that is far too long, nothing else is worth the time.
      const rules = normal.length > 4 * LONGEST_PASSWORD ? [tooLong] : checked;
      return [...rules.flatMap((rule) => faultOf(rule, normal, about)), ...brokenCharacters(password)];
    },
  };
}

function faultOf({ code, limit, check }: CheckedRule, password: string, about: readonly PersonalText[]) {
  const message = check(password, about);
  return message === null ? [] : [{ code, message, limit }];
}

/** Half a character can't be written as UTF-8: two such passwords would have one hash. No keyboard types one. */
function brokenCharacters(password: string): PasswordFault[] {
  const message = 'The password has a broken character in it.';
  return password.isWellFormed() ? [] : [{ code: 'INVALID_CHARACTERS', message }];
}
