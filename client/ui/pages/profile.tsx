import { Link } from 'react-router';
import type { UpdateProfileInput } from '../../auth/auth.ts';
import { useRequiredViewer, useUpdateProfile } from '../../auth/react.ts';
import { Form } from '../forms/form.tsx';
import { TextField } from '../forms/text-field.tsx';
import { useForm } from '../forms/use-form.ts';
import { useNotice } from '../layout/notice.tsx';
import { Page } from '../layout/page.tsx';
import { PAGES } from '../pages.ts';

/** What a person may change about themselves. Where the server wants the password for it, the dialog asks. */
export function ProfilePage() {
  const viewer = useRequiredViewer();
  const { say } = useNotice();
  const before = { email: viewer.email ?? '', firstName: viewer.firstName, lastName: viewer.lastName };
  const form = useForm({
    name: 'profile',
    operation: useUpdateProfile(),
    initial: before,
    read: ({ email, firstName, lastName }): UpdateProfileInput => ({
      // What wasn't touched isn't sent: another device may have changed it meanwhile.
      email: changed(email, before.email),
      firstName: changed(firstName, before.firstName),
      lastName: changed(lastName, before.lastName),
    }),
    onSuccess: () => say('Your profile was saved.'),
  });
  return (
    <Page title="Profile">
      <p>
        Your username is <strong>{viewer.username}</strong>. It can’t be changed.
      </p>
      <Form form={form} submit="Save" busy="Saving…">
        <div className="pair">
          <TextField {...form.field('firstName')} label="First name" autoComplete="given-name" />
          <TextField {...form.field('lastName')} label="Last name" autoComplete="family-name" />
        </div>
        <TextField {...form.field('email')} label="E-mail" type="email" autoComplete="email" />
      </Form>
      <p className="aside">
        <Link to={PAGES.deleteAccount}>Delete your account</Link>
      </p>
    </Page>
  );
}

/** A field's new text, null where it was emptied, and undefined where it is as it was. */
function changed(text: string | undefined, before: string): string | null | undefined {
  return text === before ? undefined : text || null;
}
