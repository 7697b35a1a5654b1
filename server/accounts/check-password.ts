import type { Caller } from './caller.ts';
import type { ValidationIssue } from './errors.ts';
import { type PersonalInput, personalTexts } from './personal-texts.ts';
import type { Services } from './services.ts';
import type { Viewer } from './viewer.ts';

export interface CheckPasswordInput extends PersonalInput {
  password: string;
}

/**
 * Every rule of the policy that a password would break, for a form that shows them while somebody types. What is known
 * of a signed-in viewer counts, too. Nothing is stored or logged. @throws {TooManyAttempts}
 */
export function checkPassword(
  { attempts, passwordPolicy }: Services,
  viewer: Viewer | null,
  { password, ...person }: CheckPasswordInput,
  caller: Caller,
): Promise<ValidationIssue[]> {
  return attempts.guardPolicyCheck(caller, async () => {
    const about = [...personalTexts(person), ...(viewer ? personalTexts(viewer) : [])];
    return passwordPolicy.findFaults(password, about).map((fault) => ({ field: 'password', ...fault }));
  });
}
