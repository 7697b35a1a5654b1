import type { FieldProps } from './use-form.ts';

/** A box to check, with its label. */
export function CheckBox({ id, name, initial, label }: FieldProps & { label: string }) {
  return (
    <div className="check-box">
      <input id={id} name={name} type="checkbox" defaultChecked={initial === 'true'} />
      <label htmlFor={id}>{label}</label>
    </div>
  );
}
