import type { InputHTMLAttributes, ReactNode } from 'react';
import type { FieldProps } from './use-form.ts';

interface TextFieldProps extends FieldProps {
  label: string;
  /** What the person should know before they type. */
  hint?: ReactNode;
  type?: 'text' | 'email' | 'password';
  /** What a browser or a password manager may fill in (HTML's autofill detail tokens). */
  autoComplete: string;
  required?: boolean;
  input?: InputHTMLAttributes<HTMLInputElement>;
}

/** One line of text, with its label, its hint and what is wrong with it, all of which a screen reader reads. */
export function TextField(props: TextFieldProps) {
  const {
    id,
    name,
    initial,
    messages,
    readOnly,
    label,
    hint,
    type = 'text',
    autoComplete,
    required = false,
    input,
  } = props;
  const isInvalid = messages.length > 0;
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {!required && <span className="optional">(optional)</span>}
      </label>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <input
        id={id}
        name={name}
        type={type}
        defaultValue={initial}
        autoComplete={autoComplete}
        readOnly={readOnly}
        aria-required={required}
        aria-invalid={isInvalid}
        aria-describedby={[hint && `${id}-hint`, isInvalid && `${id}-messages`].filter(Boolean).join(' ') || undefined}
        {...input}
      />
      {isInvalid && (
        <ul className="messages" id={`${id}-messages`}>
          {messages.map((message) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
