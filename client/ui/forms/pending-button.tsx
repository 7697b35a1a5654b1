import type { ComponentProps } from 'react';

interface PendingButtonProps extends ComponentProps<'button'> {
  /** True while an answer is awaited: the button does nothing then. */
  pending: boolean;
  /** What it says meanwhile, once that takes a while: `Saving…`. */
  pendingLabel: string;
}

/**
 * A button that sends something. Both its labels are always there, one over the other, so that its width never
 * changes; the styles decide which of them is seen, and a screen reader reads that one alone.
 */
export function PendingButton({
  pending,
  pendingLabel,
  className = '',
  onClick,
  children,
  ...rest
}: PendingButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`pending ${className}`}
      aria-disabled={pending}
      onClick={pending ? undefined : onClick}
    >
      <span>{children}</span>
      <span>{pendingLabel}</span>
    </button>
  );
}
