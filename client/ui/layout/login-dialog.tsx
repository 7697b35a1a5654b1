import type { Viewer } from '../../auth/auth.ts';
import { useLogin } from '../../auth/react.ts';
import { Form } from '../forms/form.tsx';
import { LoginFields, readLogin } from '../forms/login-fields.tsx';
import { useForm } from '../forms/use-form.ts';
import { Dialog } from './dialog.tsx';
import { useNotice } from './notice.tsx';

interface LoginDialogProps {
  viewer: Viewer;
  /** Something waits for the login. */
  isHolding: boolean;
  onDismiss: () => void;
}

/** Asks for a login over the page of somebody whose session has ended. After it, everything goes on. */
export function LoginDialog({ viewer, isHolding, onDismiss }: LoginDialogProps) {
  const { say } = useNotice();
  const form = useForm({
    name: 'login-again',
    operation: useLogin(),
    initial: { username: viewer.username },
    read: readLogin,
    onSuccess: (data) => {
      const isSomebodyElse = data.__typename === 'LoginSuccess' && data.user.id !== viewer.id;
      if (isSomebodyElse) {
        say(`You are logged in.${isHolding ? ` What ${viewer.username} had sent wasn’t done.` : ''}`);
      }
    },
  });
  const cancel = (
    <button type="button" onClick={onDismiss}>
      {isHolding ? 'Don’t send it' : 'Not now'}
    </button>
  );
  const way = isHolding ? 'Log in, and what you have sent goes on.' : 'Log in to go on.';
  return (
    <Dialog
      title="Log in again"
      explanation={`Your session has ended. ${way} The page stays as it is.`}
      onDismiss={onDismiss}
    >
      <Form form={form} submit="Log in" busy="Logging in…" other={cancel}>
        <LoginFields form={form} />
      </Form>
    </Dialog>
  );
}
