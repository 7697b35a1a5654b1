import { type ReactNode, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { ShowPasswordButton } from './show-password-button.tsx';
import { TextField } from './text-field.tsx';
import type { FieldProps } from './use-form.ts';

export interface PasswordFieldProps extends FieldProps {
  label: string;
  hint?: ReactNode;
  /** What stands below the input. */
  below?: ReactNode;
  autoComplete: 'current-password' | 'new-password';
}

/** A password: always required, never kept, taken as it is typed or pasted, and shown to who asks for it. */
export function PasswordField(props: PasswordFieldProps) {
  const ref = useRef<HTMLInputElement>(null);
  const [isShown, setShown] = useState(false);

  useEffect(() => {
    // A text that is sent may be kept by the browser, to be suggested in other forms; a password isn't.
    const hide = () => flushSync(() => setShown(false));
    const form = ref.current?.form;
    form?.addEventListener('submit', hide, { capture: true });
    return () => form?.removeEventListener('submit', hide, { capture: true });
  }, []);

  return (
    <TextField
      {...props}
      initial=""
      type={isShown ? 'text' : 'password'}
      required
      input={{ ...AS_TYPED, ref }}
      action={<ShowPasswordButton label={props.label} isShown={isShown} onClick={() => toggle(ref.current)} />}
    />
  );

  /** Another type of input puts the caret elsewhere; it goes back to where it was. */
  function toggle(input: HTMLInputElement | null): void {
    const { selectionStart = null, selectionEnd = null } = input ?? {};
    flushSync(() => setShown(!isShown));
    if (input && input === document.activeElement) {
      input.setSelectionRange(selectionStart, selectionEnd);
    }
  }
}

/** For what isn't prose: nothing is corrected or underlined, or sent to whoever corrects. */
export const AS_TYPED = { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false } as const;
