import { normalForm } from '../normal-form.ts';
import { checkEmail, LONGEST_EMAIL, normalizeEmail } from './email.ts';
import type { ValidationIssue } from './errors.ts';
import { checkText } from './text.ts';

/** A text of the profile: its rules, the form it is stored in, and what the schema says of it. */
interface ProfileField {
  /** Every rule that a value breaks; null clears the field. */
  check: (text: string | null) => ValidationIssue[];
  normalize: (text: string | null) => string | null;
  description: string;
}

/** As in Django: the longest first or last name, in code points. */
const LONGEST_NAME = 150;

/**
 * What a person may change about themselves; nothing else can be set by `updateProfile`. A field of your own is one more
 * line here, a column in prisma/schema.prisma and a field in graphql/types/user.ts.
 */
export const PROFILE_FIELDS = {
  email: {
    check: checkEmail,
    normalize: normalizeEmail,
    description: `An e-mail address, at most ${LONGEST_EMAIL} characters. Not verified, and not unique.`,
  },
  firstName: line('firstName', LONGEST_NAME),
  lastName: line('lastName', LONGEST_NAME),
} satisfies Record<string, ProfileField>;

export type ProfileFieldName = keyof typeof PROFILE_FIELDS;

export const PROFILE_FIELD_NAMES = Object.keys(PROFILE_FIELDS) as ProfileFieldName[];

/** A profile as a form sends it: absent is unchanged, null is cleared. */
export type ProfileInput = { [Name in ProfileFieldName]?: string | null };

/** The same as it is stored. */
export type ProfileChanges = { [Name in ProfileFieldName]?: ReturnType<(typeof PROFILE_FIELDS)[Name]['normalize']> };

/** Every rule that the given fields break. */
export function checkProfile(input: ProfileInput): ValidationIssue[] {
  return givenNames(input).flatMap((name) => PROFILE_FIELDS[name].check(input[name] ?? null));
}

/** The given fields in the form they are stored in. */
export function toProfileChanges(input: ProfileInput): ProfileChanges {
  const entries = givenNames(input).map((name) => [name, PROFILE_FIELDS[name].normalize(input[name] ?? null)]);
  return Object.fromEntries(entries);
}

function givenNames(input: ProfileInput): ProfileFieldName[] {
  return PROFILE_FIELD_NAMES.filter((name) => input[name] !== undefined);
}

/** One line of text, empty where it isn't given, of at most `limit` code points. */
function line(field: string, limit: number) {
  return {
    check: (text: string | null) => checkText(field, normalizeLine(text), limit),
    normalize: normalizeLine,
    description: `At most ${limit} characters.`,
  };
}

function normalizeLine(text: string | null): string {
  return normalForm(text ?? '', 'NFC').trim();
}
