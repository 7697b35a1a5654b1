interface ShowPasswordButtonProps {
  /** The field's label. */
  label: string;
  isShown: boolean;
  onClick: () => void;
}

/** Shows what was typed into a password field, or hides it again. Its name says which, and of which field. */
export function ShowPasswordButton({ label, isShown, onClick }: ShowPasswordButtonProps) {
  return (
    <button
      type="button"
      className="reveal"
      onClick={onClick}
      // The focus, and on a phone the keyboard, stays with who is typing.
      onMouseDown={(event) => event.preventDefault()}
    >
      {isShown ? 'Hide' : 'Show'}
      <span className="visually-hidden"> {label.toLowerCase()}</span>
    </button>
  );
}
