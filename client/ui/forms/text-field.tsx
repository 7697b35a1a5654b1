import type { ComponentProps, ReactNode } from 'react';
import type { FieldProps } from './use-form.ts';

interface TextFieldProps extends FieldProps {
  label: string;
  /** What the person should know before they type. */
  hint?: ReactNode;
  type?: 'text' | 'email' | 'password';
  /** What a browser or a password manager may fill in (HTML's autofill detail tokens). */
  autoComplete: string;
  required?: boolean;
  input?: ComponentProps<'input'>;
  /** A button beside the input. */
  action?: ReactNode;
  /** What stands below the input. */
  below?: ReactNode;
}

/** One line of text, with its label, its hint and what is wrong with it, all of which a screen reader reads. */
export function TextField(props: TextFieldProps) {
  const { id, name, initial, messages, readOnly, label, hint, type = 'text', autoComplete, required = false } = props;
  const { input, action, below } = props;
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
      <div className="control">
        <input
          id={id}
          name={name}
          type={type}
          defaultValue={initial}
          autoComplete={autoComplete}
          readOnly={readOnly}
          aria-required={required}
          aria-invalid={isInvalid}
          aria-describedby={idsOf({ hint, messages: isInvalid, rules: below }, id)}
          {...input}
        />
        {action}
      </div>
      {below && <div id={`${id}-rules`}>{below}</div>}
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

/** The ids of those parts that are there. */
function idsOf(parts: Record<string, unknown>, id: string): string | undefined {
  const names = Object.keys(parts).filter((name) => parts[name]);
  return names.map((name) => `${id}-${name}`).join(' ') || undefined;
}
