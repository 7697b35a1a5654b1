import { usePasswordPolicy } from '../../auth/react.ts';
import { PasswordField } from './password-field.tsx';
import { PasswordRules, PasswordSummary } from './password-rules.tsx';
import type { FieldProps } from './use-form.ts';
import { usePasswordCheck } from './use-password-check.ts';

/** A password that is being chosen: the policy's rules stand below it, and tick off while one types. */
export function NewPasswordField(props: FieldProps & { label: string }) {
  const { rules } = usePasswordPolicy();
  const unmet = usePasswordCheck(props.id);
  return (
    <>
      <PasswordField
        {...props}
        hint="A few words make a good one."
        below={<PasswordRules rules={rules} unmet={unmet} />}
        autoComplete="new-password"
      />
      <PasswordSummary rules={rules} unmet={unmet} />
    </>
  );
}
