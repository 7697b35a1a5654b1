import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useLoginPath } from '../use-login-path.ts';
import { PendingButton } from './pending-button.tsx';
import type { FormControl } from './use-form.ts';

interface FormProps<Input> {
  form: FormControl<Input>;
  /** What the button does: `Save`. */
  submit: string;
  /** What it says meanwhile: `Saving…`. */
  busy: string;
  danger?: boolean;
  /** A second button, beside the first. */
  other?: ReactNode;
  children: ReactNode;
}

/** A form's frame: its fields, what is wrong with the whole of it, and its button. */
export function Form<Input>({ form, submit, busy, danger = false, other, children }: FormProps<Input>) {
  const loginPath = useLoginPath();
  return (
    <form {...form.element} noValidate aria-busy={form.busy}>
      {form.isRestored && (
        <p className="restored">
          What you had typed is still here.{' '}
          <button type="button" className="link" onClick={form.discard}>
            Discard it
          </button>
        </p>
      )}
      {children}
      <div className="buttons">
        <PendingButton
          type="submit"
          className={danger ? 'primary danger' : 'primary'}
          pending={form.busy}
          pendingLabel={busy}
        >
          {submit}
        </PendingButton>
        {other}
      </div>
      {/* Below everything: what comes there moves nothing that somebody is about to press. */}
      <div role="alert">
        {form.failure.message && (
          // Made anew with each answer, so that a screen reader hears of the same failure again.
          <p className="failure" key={form.answers}>
            {form.failure.message} {form.failure.offersLogin && <Link to={loginPath}>Log in</Link>}
          </p>
        )}
      </div>
    </form>
  );
}
