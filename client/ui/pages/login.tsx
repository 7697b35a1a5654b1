import { Link, useLocation } from 'react-router';
import type { LoginInput } from '../../auth/auth.ts';
import { useLogin } from '../../auth/react.ts';
import { CheckBox } from '../forms/check-box.tsx';
import { Form } from '../forms/form.tsx';
import { AS_TYPED, PasswordField } from '../forms/password-field.tsx';
import { TextField } from '../forms/text-field.tsx';
import { useForm } from '../forms/use-form.ts';
import { useNotice } from '../layout/notice.tsx';
import { Page } from '../layout/page.tsx';
import { PAGES } from '../pages.ts';

/** Begins a session. The guard around it leads on, to `?next=` if there is one. */
export function LoginPage() {
  const { say } = useNotice();
  const { search } = useLocation();
  const form = useForm({
    name: 'login',
    operation: useLogin(),
    read: ({ username = '', password = '', remember }): LoginInput => ({
      username,
      password,
      remember: remember !== undefined,
    }),
    onSuccess: () => say('You are logged in.'),
  });
  return (
    <Page title="Log in">
      <p>
        No account yet? <Link to={PAGES.signup + search}>Sign up</Link>
      </p>
      <Form form={form} submit="Log in" busy="Logging in…">
        <TextField {...form.field('username')} label="Username" autoComplete="username" required input={AS_TYPED} />
        <PasswordField {...form.field('password')} label="Password" autoComplete="current-password" />
        <CheckBox {...form.field('remember')} label="Remember me on this device" />
      </Form>
    </Page>
  );
}
