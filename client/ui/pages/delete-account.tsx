import type { DeleteAccountInput } from '../../auth/auth.ts';
import { useDeleteAccount } from '../../auth/react.ts';
import { Form } from '../forms/form.tsx';
import { PasswordField } from '../forms/password-field.tsx';
import { useForm } from '../forms/use-form.ts';
import { UsernameForPasswordManagers } from '../forms/username-for-password-managers.tsx';
import { useNotice } from '../layout/notice.tsx';
import { Page } from '../layout/page.tsx';

/** Deletes the account, with the password as the proof that it is meant. */
export function DeleteAccountPage() {
  const { say } = useNotice();
  const form = useForm({
    name: 'delete-account',
    operation: useDeleteAccount(),
    read: ({ password = '' }): DeleteAccountInput => ({ password }),
    passwordField: 'password',
    onSuccess: () => say('Your account was deleted.'),
  });
  return (
    <Page title="Delete your account">
      <p>
        Your account and everything in it will be deleted, and you will be signed out on every device.{' '}
        <strong>This can’t be undone.</strong>
      </p>
      <Form form={form} submit="Delete my account" busy="Deleting…" danger>
        <UsernameForPasswordManagers />
        <PasswordField {...form.field('password')} label="Your password" autoComplete="current-password" />
      </Form>
    </Page>
  );
}
