import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import type { UserLookup } from '../database/user-lookup.ts';
import type { Events } from '../events/events.ts';
import type { Passwords } from '../passwords/passwords.ts';
import type { PasswordPolicy } from '../passwords/policy.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { Signer } from '../signature.ts';
import type { Clock } from '../time.ts';
import type { Attempts } from './attempts.ts';

/** What the rules work with; made once, in app.ts. */
export interface Services {
  readonly database: Database;
  readonly users: UserLookup;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  readonly passwordPolicy: PasswordPolicy;
  readonly attempts: Attempts;
  readonly events: Events;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly log: Logger;
}
