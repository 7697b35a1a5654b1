import { readFileSync } from 'node:fs';

/** Beside this file, and beside the bundle, where the build puts it. */
const LIST = new URL('./common-passwords.txt', import.meta.url);

let known: ReadonlySet<string> | undefined;

/** Whether a password is on the list of common ones, compared as Django does: in lower case, without spaces around it. */
export function isCommonPassword(password: string): boolean {
  return commonPasswords().has(password.toLowerCase().trim());
}

/** The list, read when the first password is checked: under 10 ms, once. common-passwords.md says where it comes from. */
export function commonPasswords(): ReadonlySet<string> {
  known ??= new Set(readFileSync(LIST, 'utf8').trim().split(/\r?\n/));
  return known;
}
