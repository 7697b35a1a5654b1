import type { ChangePasswordInput } from '../../auth/auth.ts';
import { useChangePassword } from '../../auth/react.ts';
import { Form } from '../forms/form.tsx';
import { NewPasswordField } from '../forms/new-password-field.tsx';
import { PasswordField } from '../forms/password-field.tsx';
import { useForm } from '../forms/use-form.ts';
import { UsernameForPasswordManagers } from '../forms/username-for-password-managers.tsx';
import { useNotice } from '../layout/notice.tsx';
import { Page } from '../layout/page.tsx';

/** Changes the password; this browser stays signed in. */
export function PasswordPage() {
  const { say } = useNotice();
  const form = useForm({
    name: 'password',
    operation: useChangePassword(),
    read: ({ currentPassword = '', newPassword = '', newPasswordConfirmation = '' }): ChangePasswordInput => ({
      currentPassword,
      newPassword,
      newPasswordConfirmation,
    }),
    passwordField: 'currentPassword',
    onSuccess: () => say('Your password was changed. You are signed out on every other device.'),
  });
  return (
    <Page title="Password">
      <p>With a new password you stay signed in here, and are signed out everywhere else.</p>
      <Form form={form} submit="Change the password" busy="Changing…">
        <UsernameForPasswordManagers />
        <PasswordField {...form.field('currentPassword')} label="Current password" autoComplete="current-password" />
        <NewPasswordField {...form.field('newPassword')} label="New password" />
        <PasswordField
          {...form.field('newPasswordConfirmation')}
          label="New password again"
          autoComplete="new-password"
        />
      </Form>
    </Page>
  );
}
