import { useEffect, useState } from 'react';
import type { CheckPasswordInput, CheckPasswordResult, ValidationCode } from '../../auth/auth.ts';
import { useCheckPassword } from '../../auth/react.ts';

/** How long somebody has to pause before what they have typed is checked, in milliseconds. */
const PAUSE = 300;

const SECOND = 1000;

/** The rules that a password breaks. */
type Unmet = ReadonlySet<ValidationCode>;

/**
 * Which rules the password in an input breaks, by the service's word: asked for when the typing pauses, with what else
 * the form says about the person. Null where that isn't known: nothing is typed, or no answer is to be had.
 */
export function usePasswordCheck(inputId: string): Unmet | null {
  const [, check] = useCheckPassword();
  const [unmet, setUnmet] = useState<Unmet | null>(null);

  useEffect(() => {
    const input = document.getElementById(inputId) as HTMLInputElement;
    const follower = followTyping(() => readInput(input), check, setUnmet);
    input.form?.addEventListener('input', follower.changed);
    input.form?.addEventListener('reset', follower.stop);
    return () => {
      input.form?.removeEventListener('input', follower.changed);
      input.form?.removeEventListener('reset', follower.stop);
      follower.stop();
    };
  }, [inputId, check]);
  return unmet;
}

type Check = (input: CheckPasswordInput) => Promise<{ data: CheckPasswordResult | null }>;

/** Asks after each pause, and tells the answer to the last question alone. */
function followTyping(read: () => CheckPasswordInput, check: Check, tell: (unmet: Unmet | null) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = '';
  let notBefore = 0;

  function stop(): void {
    clearTimeout(timer);
    last = '';
    tell(null);
  }

  async function ask(input: CheckPasswordInput): Promise<void> {
    const asked = last;
    const { data } = Date.now() < notBefore ? { data: null } : await check(input);
    if (data?.__typename === 'TooManyAttempts') {
      notBefore = Date.now() + data.retryAfterSeconds * SECOND;
    }
    if (asked === last) {
      tell(data?.__typename === 'CheckPasswordSuccess' ? new Set(data.unmet.map(({ code }) => code)) : null);
    }
  }

  return {
    stop,
    changed(): void {
      const input = read();
      const question = JSON.stringify(input);
      if (input.password === '') {
        stop();
      } else if (question !== last) {
        // From here on, an answer to what was typed before is too old.
        last = question;
        clearTimeout(timer);
        timer = setTimeout(() => void ask(input), PAUSE);
      }
    },
  };
}

/** The password, and whatever of the person the same form asks for. */
function readInput(input: HTMLInputElement): CheckPasswordInput {
  const text = (name: string) => {
    const field = input.form?.elements.namedItem(name);
    return field instanceof HTMLInputElement ? field.value : null;
  };
  return {
    password: input.value,
    username: text('username'),
    email: text('email'),
    firstName: text('firstName'),
    lastName: text('lastName'),
  };
}
