import { normalForm } from '../normal-form.ts';
import { isCommonPassword } from './common-passwords.ts';
import { createServiceNameCheck } from './service-name.ts';
import { isSimilar } from './similarity.ts';

/** The rules of a new password, by the codes of the contract. */
export type PasswordCode =
  | 'PASSWORD_TOO_SHORT'
  | 'PASSWORD_TOO_LONG'
  | 'PASSWORD_TOO_SIMILAR'
  | 'PASSWORD_TOO_COMMON'
  | 'PASSWORD_ENTIRELY_NUMERIC';

/** A rule as a form tells it before anything is typed. */
export interface PasswordRule {
  readonly code: PasswordCode;
  readonly help: string;
  /** The number that the rule speaks of, where there is one. */
  readonly limit?: number;
}

/** Something about a person that their password must not resemble, and what it is called: `e-mail address`. */
export interface PersonalText {
  readonly name: string;
  readonly text: string;
}

/** A rule with its check: what to say of a password, in NFC, that breaks it; null of one that doesn't. */
export interface CheckedRule extends PasswordRule {
  check(password: string, about: readonly PersonalText[]): string | null;
}

/** Django's MinimumLengthValidator; a character is a code point. */
export function atLeast(limit: number): CheckedRule {
  return {
    code: 'PASSWORD_TOO_SHORT',
    limit,
    help: `At least ${limit} characters.`,
    check: (password) => ([...password].length < limit ? `Use at least ${limit} characters.` : null),
  };
}

/** The one rule beside the service's name that Django doesn't have. */
export function atMost(limit: number): CheckedRule {
  return {
    code: 'PASSWORD_TOO_LONG',
    limit,
    help: `At most ${limit} characters.`,
    check: (password) => ([...password].length > limit ? `Use at most ${limit} characters.` : null),
  };
}

/** Django's UserAttributeSimilarityValidator: names the first text that the password is like. */
export const NOT_SIMILAR: CheckedRule = {
  code: 'PASSWORD_TOO_SIMILAR',
  help: 'Not like your username, your name or your e-mail address.',
  check(password, about) {
    const like = about.find(({ text }) => text !== '' && isSimilar(password, normalForm(text, 'NFC')));
    return like ? `This is too much like your ${like.name}.` : null;
  },
};

/** Django's CommonPasswordValidator, with the name of the service, which is common where the service is known. */
export function notCommon(serviceName: string): CheckedRule {
  const isServiceName = createServiceNameCheck(serviceName);
  return {
    code: 'PASSWORD_TOO_COMMON',
    help: `Not one that many people use, and not “${serviceName}”.`,
    check(password) {
      if (isServiceName(password)) {
        return `This is little more than “${serviceName}”, which is guessed first here.`;
      }
      return isCommonPassword(password) ? 'Many people use this password. Choose another.' : null;
    },
  };
}

/** Python's `str.isdigit` takes the digits of every script, and raised or circled ones, too. */
const DIGITS = /^[\p{Nd}\p{No}]+$/u;

/** Django's NumericPasswordValidator. */
export const NOT_NUMERIC: CheckedRule = {
  code: 'PASSWORD_ENTIRELY_NUMERIC',
  help: 'Not digits alone.',
  check: (password) => (DIGITS.test(password) ? 'Use more than digits.' : null),
};
