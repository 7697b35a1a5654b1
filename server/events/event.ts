import type { PublicSessionId } from '../sessions/token.ts';

/** From where something was done. */
export interface EventOrigin {
  address: string;
  userAgent: string;
  /** The same as in the answer's X-Request-Id and in the log. */
  requestId: string;
}

/** What can happen to an account. None of it holds a credential, nor a text that somebody typed as a name. */
export type AccountEvent =
  | { type: 'signedUp'; userId: string; username: string }
  | { type: 'loggedIn'; userId: string; username: string; remembered: boolean }
  /**
   * A password was refused, at a login or where it had to be proved again. Null: there is no such account. `nameHash`: a
   * pseudonym of the name, the same for every spelling, and for names that no account has.
   */
  | { type: 'loginFailed'; userId: string | null; nameHash: string }
  | { type: 'loggedOut'; userId: string }
  | { type: 'passwordChanged'; userId: string }
  /** `fields`: which were set, not what they hold. */
  | { type: 'profileUpdated'; userId: string; fields: string[] }
  | { type: 'accountDeleted'; userId: string; username: string }
  /** Null: all but the one that did it. */
  | { type: 'sessionRevoked'; userId: string; sessionId: PublicSessionId | null }
  /** The password is the same; its hash was made anew by the preferred algorithm. */
  | { type: 'hashUpgraded'; userId: string }
  /** An attempt was refused because an allowance is used up. Null: nobody was signed in. */
  | {
      type: 'limited';
      userId: string | null;
      /** A pseudonym of the name that was given, where one was. */
      nameHash: string | null;
      allowance:
        | 'loginAccount'
        | 'loginAccountAddress'
        | 'loginDevice'
        | 'loginAddress'
        | 'loginService'
        | 'signupAddress'
        | 'signupService'
        | 'checkPasswordAddress'
        | 'checkPasswordService'
        | 'revokeAccount';
    }
  /** What was sent breaks rules, or can't be done: by the error's name, and for ValidationFailed the issues' codes. */
  | {
      type: 'refused';
      operation: 'signup' | 'updateProfile' | 'changePassword' | 'revokeSession';
      userId: string | null;
      nameHash: string | null;
      reason: string;
      codes: string[];
    }
  /** A page of another site called. It wasn't heard, so that nobody knows whose browser it was. */
  | { type: 'originRefused'; userId: null; origin: string | null; site: string | null };

export type AccountEventType = AccountEvent['type'];

/** An event as listeners get it: what, when and from where. */
export type EventOf<Type extends AccountEventType> = Extract<AccountEvent, { type: Type }> &
  EventOrigin & {
    /** When it was done. */
    at: Date;
  };
