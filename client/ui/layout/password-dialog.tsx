import { useConfirmPassword, useDismiss, useViewer } from '../../auth/react.ts';
import { Form } from '../forms/form.tsx';
import { PasswordField } from '../forms/password-field.tsx';
import { useForm } from '../forms/use-form.ts';
import { UsernameForPasswordManagers } from '../forms/username-for-password-managers.tsx';
import { Dialog } from './dialog.tsx';

/** Asks for the password where the server wants it for what was sent, which then goes on. */
export function PasswordDialog() {
  const state = useViewer();
  const dismiss = useDismiss();
  const isAsked = state.status === 'signedIn' && !state.sessionEnded && state.held > 0;
  return (
    isAsked && (
      <Dialog
        title="Is it you?"
        explanation="It is a while since you logged in. Enter your password, and your change is saved."
        onDismiss={dismiss}
      >
        <PasswordForm onDismiss={dismiss} />
      </Dialog>
    )
  );
}

function PasswordForm({ onDismiss }: { onDismiss: () => void }) {
  const form = useForm({
    name: 'confirm-password',
    operation: useConfirmPassword(),
    read: ({ password = '' }) => ({ password }),
    passwordField: 'password',
  });
  const cancel = (
    <button type="button" onClick={onDismiss}>
      Don’t save
    </button>
  );
  return (
    <Form form={form} submit="Go on" busy="Checking…" other={cancel}>
      <UsernameForPasswordManagers />
      <PasswordField {...form.field('password')} label="Your current password" autoComplete="current-password" />
    </Form>
  );
}
