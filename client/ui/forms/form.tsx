import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useLoginPath } from '../use-login-path.ts';
import type { FormControl } from './use-form.ts';

interface FormProps<Input> {
  form: FormControl<Input>;
  /** What the button does: `Save`. */
  submit: string;
  /** What it says meanwhile: `Saving…`. */
  busy: string;
  danger?: boolean;
  children: ReactNode;
}

/** A form's frame: its fields, what is wrong with the whole of it, and its one button. */
export function Form<Input>({ form, submit, busy, danger = false, children }: FormProps<Input>) {
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
      <div role="alert">
        {form.failure.message && (
          // Made anew with each answer, so that a screen reader hears of the same failure again.
          <p className="failure" key={form.answers}>
            {form.failure.message} {form.failure.offersLogin && <Link to={loginPath}>Log in</Link>}
          </p>
        )}
      </div>
      <button type="submit" className={danger ? 'primary danger' : 'primary'} aria-disabled={form.busy}>
        {form.busy ? busy : submit}
      </button>
    </form>
  );
}
