import type { PersonalText } from '../passwords/rules.ts';
import { normalizeUsername } from './username.ts';

/** A person as a form or the database has them; whatever of it is known. */
export interface PersonalInput {
  username?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
}

/** What no field holds isn't compared: somebody could send a hundred kilobytes of it. */
const LONGEST = 500;

/** What a person's password must not resemble: Django's DEFAULT_USER_ATTRIBUTES, in its order. */
export function personalTexts({ username, firstName, lastName, email }: PersonalInput): PersonalText[] {
  const texts = [
    { name: 'username', text: normalizeUsername(username ?? '') },
    { name: 'first name', text: firstName ?? '' },
    { name: 'last name', text: lastName ?? '' },
    { name: 'e-mail address', text: email ?? '' },
  ];
  return texts.map(({ name, text }) => ({ name, text: text.slice(0, LONGEST) }));
}
