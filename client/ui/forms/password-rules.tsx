import type { PasswordRule, ValidationCode } from '../../auth/auth.ts';

interface PasswordRulesProps {
  rules: readonly PasswordRule[];
  /** Those that the password breaks; null where that isn't known. */
  unmet: ReadonlySet<ValidationCode> | null;
}

/** A sign for the eyes, and the same in a word for the ears. */
const STATUS = {
  met: { sign: '✓', word: 'Met: ' },
  unmet: { sign: '✗', word: 'Not met: ' },
  unknown: { sign: '○', word: '' },
};

/** The rules, each with whether it is met. */
export function PasswordRules({ rules, unmet }: PasswordRulesProps) {
  return (
    <ul className="rules">
      {rules.filter(isShown(unmet)).map(({ code, help }) => {
        const status = statusOf(code, unmet);
        return (
          <li key={code} className={status}>
            <span aria-hidden="true">{STATUS[status].sign}</span>
            <span className="visually-hidden">{STATUS[status].word}</span>
            {help}
          </li>
        );
      })}
    </ul>
  );
}

/** How many rules are left, for a screen reader: it hears of a change after a pause, and not of every key. */
export function PasswordSummary({ rules, unmet }: PasswordRulesProps) {
  const left = rules.filter(({ code }) => unmet?.has(code)).length;
  return (
    <p className="visually-hidden" aria-live="polite">
      {unmet && summarize(left)}
    </p>
  );
}

/** Nobody has to be told of the maximum who doesn't reach it. */
function isShown(unmet: PasswordRulesProps['unmet']) {
  return ({ code }: PasswordRule) => code !== 'PASSWORD_TOO_LONG' || unmet?.has(code);
}

function statusOf(code: ValidationCode, unmet: PasswordRulesProps['unmet']): keyof typeof STATUS {
  if (!unmet) {
    return 'unknown';
  }
  return unmet.has(code) ? 'unmet' : 'met';
}

function summarize(left: number): string {
  if (left === 0) {
    return 'The password meets every rule.';
  }
  return left === 1 ? 'One rule isn’t met yet.' : `${left} rules aren’t met yet.`;
}
