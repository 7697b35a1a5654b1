import { Link, useLocation } from 'react-router';
import { useLogin } from '../../auth/react.ts';
import { Form } from '../forms/form.tsx';
import { LoginFields, readLogin } from '../forms/login-fields.tsx';
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
    read: readLogin,
    onSuccess: () => say('You are logged in.'),
  });
  return (
    <Page title="Log in">
      <p>
        No account yet? <Link to={PAGES.signup + search}>Sign up</Link>
      </p>
      <Form form={form} submit="Log in" busy="Logging in…">
        <LoginFields form={form} />
      </Form>
    </Page>
  );
}
