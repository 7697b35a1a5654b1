import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';

interface DialogProps {
  title: string;
  /** Why it asks. It is read out as the dialog opens: what the page says beneath it isn't. */
  explanation: string;
  /** The person has closed it, by Escape for example. */
  onDismiss: () => void;
  children: ReactNode;
}

/** Asks for a password, over the page, which stays as it is and gets the focus back. Open as long as it is drawn. */
export function Dialog({ title, explanation, onDismiss, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();

  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // Whatever else is in it is filled in already.
    dialog?.querySelector<HTMLInputElement>('input[type="password"]')?.focus();
    return () => dialog?.close();
  }, []);

  return (
    <dialog
      ref={ref}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-explanation`}
      onCancel={(event) => {
        event.preventDefault();
        onDismiss();
      }}
      // A browser may close it against our will: at the second Escape, for one.
      onClose={() => ref.current?.open === false && onDismiss()}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      <p id={`${id}-explanation`}>{explanation}</p>
      {children}
    </dialog>
  );
}
