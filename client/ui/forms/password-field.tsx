import type { ReactNode } from 'react';
import { TextField } from './text-field.tsx';
import type { FieldProps } from './use-form.ts';

interface PasswordFieldProps extends FieldProps {
  label: string;
  hint?: ReactNode;
  autoComplete: 'current-password' | 'new-password';
}

/** A password: always required, never kept, and taken as it is typed or pasted. */
export function PasswordField(props: PasswordFieldProps) {
  return <TextField {...props} initial="" type="password" required input={AS_TYPED} />;
}

/** For what isn't prose: nothing is corrected or underlined. */
export const AS_TYPED = { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false } as const;
