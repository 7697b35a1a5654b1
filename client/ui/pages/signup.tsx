import { Link } from 'react-router';
import type { SignupInput } from '../../auth/auth.ts';
import { useSignup } from '../../auth/react.ts';
import { Form } from '../forms/form.tsx';
import { NewPasswordField } from '../forms/new-password-field.tsx';
import { AS_TYPED, PasswordField } from '../forms/password-field.tsx';
import { TextField } from '../forms/text-field.tsx';
import { useForm } from '../forms/use-form.ts';
import { useNotice } from '../layout/notice.tsx';
import { Page } from '../layout/page.tsx';
import { useLoginPath } from '../use-login-path.ts';

/** Creates an account. The guard around it leads on. */
export function SignupPage() {
  const { say } = useNotice();
  const loginPath = useLoginPath();
  const form = useForm({
    name: 'signup',
    operation: useSignup(),
    read: ({ username = '', password = '', passwordConfirmation = '', email, firstName, lastName }): SignupInput => ({
      username,
      password,
      passwordConfirmation,
      email: email || null,
      firstName: firstName || null,
      lastName: lastName || null,
    }),
    onSuccess: () => say('Your account was created, and you are signed in.'),
  });
  return (
    <Page title="Sign up">
      <p>
        Have an account? <Link to={loginPath}>Log in</Link>
      </p>
      <Form form={form} submit="Create the account" busy="Creating…">
        <TextField
          {...form.field('username')}
          label="Username"
          hint="Letters, digits and @ . + - _"
          autoComplete="username"
          required
          input={AS_TYPED}
        />
        <TextField {...form.field('email')} label="E-mail" type="email" autoComplete="email" />
        <div className="pair">
          <TextField {...form.field('firstName')} label="First name" autoComplete="given-name" />
          <TextField {...form.field('lastName')} label="Last name" autoComplete="family-name" />
        </div>
        <NewPasswordField {...form.field('password')} label="Password" />
        <PasswordField {...form.field('passwordConfirmation')} label="Password again" autoComplete="new-password" />
      </Form>
    </Page>
  );
}
