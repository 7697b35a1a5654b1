/** A failure that a caller's own input can cause. The operation that can answer it lists it; GraphQL names it. */
export abstract class AccountError extends Error {}

/** Unknown user, wrong password and inactive user are one answer, so that it tells nobody which names exist. */
export class InvalidCredentials extends AccountError {
  constructor(message = 'The username or the password is wrong.') {
    super(message);
    this.name = 'InvalidCredentials';
  }
}

/** Signing up is for visitors who aren't signed in. */
export class AlreadyLoggedIn extends AccountError {
  constructor() {
    super('You are signed in already. Log out first to create another account.');
    this.name = 'AlreadyLoggedIn';
  }
}

/** None of the viewer's own sessions has this id; whether somebody else's has is not told. */
export class SessionNotFound extends AccountError {
  constructor() {
    super('You have no such session. It may have ended already.');
    this.name = 'SessionNotFound';
  }
}

/** An allowance of attempts is used up; it opens again after the time it names. */
export class TooManyAttempts extends AccountError {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(`Too many attempts. Try again in ${retryAfterSeconds} s.`);
    this.name = 'TooManyAttempts';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Every rule that an input's fields can break, by its code. */
export const VALIDATION_CODES = [
  'REQUIRED',
  'TOO_LONG',
  'INVALID_CHARACTERS',
  'INVALID_EMAIL',
  'USERNAME_TAKEN',
  'PASSWORDS_DIFFER',
  'PASSWORD_TOO_SHORT',
  'PASSWORD_TOO_LONG',
  'PASSWORD_TOO_SIMILAR',
  'PASSWORD_TOO_COMMON',
  'PASSWORD_ENTIRELY_NUMERIC',
  'PASSWORD_UNCHANGED',
  'CURRENT_PASSWORD_REQUIRED',
] as const;

export type ValidationCode = (typeof VALIDATION_CODES)[number];

/** One field that breaks one rule. */
export interface ValidationIssue {
  /** The input's field. */
  field: string;
  code: ValidationCode;
  message: string;
  /** The number that the rule speaks of, where there is one. */
  limit?: number;
}

/** The input breaks rules: all of them, so that a form can show each at its field. */
export class ValidationFailed extends AccountError {
  readonly issues: ValidationIssue[];

  constructor(issues: ValidationIssue[]) {
    super('Some fields need another look.');
    this.name = 'ValidationFailed';
    this.issues = issues;
  }
}

/** Throws what was collected, if anything was. */
export function refuseIfAny(issues: ValidationIssue[]): void {
  if (issues.length > 0) {
    throw new ValidationFailed(issues);
  }
}
