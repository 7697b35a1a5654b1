/** NIST SP 800-63B-4, 3.1.1.2, asks for at least 8 code points where there is a second factor or another limit. */
export const SHORTEST_PASSWORD = 8;

/** Far beyond any passphrase, and short enough that hashing costs nothing by length. */
export const LONGEST_PASSWORD = 1024;

/** Why a new password is refused. */
export type PasswordFault =
  | { code: 'REQUIRED' | 'INVALID_CHARACTERS' | 'PASSWORD_UNCHANGED'; message: string }
  | { code: 'PASSWORD_TOO_SHORT' | 'PASSWORD_TOO_LONG'; message: string; limit: number };

/** Every rule that a new password breaks. Characters are code points, after NFC. */
export function checkNewPassword(password: string, current?: string): PasswordFault[] {
  const length = [...password.normalize('NFC')].length;
  if (length === 0) {
    return [{ code: 'REQUIRED', message: 'Choose a password.' }];
  }
  const faults: PasswordFault[] = [];
  if (length < SHORTEST_PASSWORD) {
    const message = `Use at least ${SHORTEST_PASSWORD} characters.`;
    faults.push({ code: 'PASSWORD_TOO_SHORT', message, limit: SHORTEST_PASSWORD });
  }
  if (length > LONGEST_PASSWORD) {
    const message = `Use at most ${LONGEST_PASSWORD} characters.`;
    faults.push({ code: 'PASSWORD_TOO_LONG', message, limit: LONGEST_PASSWORD });
  }
  if (!password.isWellFormed()) {
    // Half a character can't be written as UTF-8: two such passwords would have one hash.
    faults.push({ code: 'INVALID_CHARACTERS', message: 'The password has a broken character in it.' });
  }
  if (current !== undefined && password.normalize('NFC') === current.normalize('NFC')) {
    faults.push({ code: 'PASSWORD_UNCHANGED', message: 'Choose a password that differs from the current one.' });
  }
  return faults;
}
