import type { LoginInput } from '../../auth/auth.ts';
import { CheckBox } from './check-box.tsx';
import { AS_TYPED, PasswordField } from './password-field.tsx';
import { TextField } from './text-field.tsx';
import type { FormControl, FormValues } from './use-form.ts';

/** What a login asks for, on its page and in the dialog. */
export function LoginFields({ form }: { form: FormControl<LoginInput> }) {
  return (
    <>
      <TextField {...form.field('username')} label="Username" autoComplete="username" required input={AS_TYPED} />
      <PasswordField {...form.field('password')} label="Password" autoComplete="current-password" />
      <CheckBox {...form.field('remember')} label="Remember me on this device" />
    </>
  );
}

/** Makes the input from the texts: a box that isn't checked has none. */
export function readLogin({ username = '', password = '', remember }: FormValues<LoginInput>): LoginInput {
  return { username, password, remember: remember !== undefined };
}
