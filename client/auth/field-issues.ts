import type { ValidationIssue } from './operations.ts';

/** The issues of an answer at the fields of the input that has them. Absent: the field has none. */
export type FieldIssues<Input> = { readonly [Field in keyof Input]?: readonly ValidationIssue[] };

/**
 * Sorts an answer's issues by the fields of its input: `fieldIssues<SignupInput>(data).username`. Empty for an answer
 * that isn't ValidationFailed.
 */
export function fieldIssues<Input>(data: unknown): FieldIssues<Input> {
  const byField: Record<string, ValidationIssue[]> = {};
  for (const issue of issuesOf(data)) {
    byField[issue.field] = [...(byField[issue.field] ?? []), issue];
  }
  return byField as FieldIssues<Input>;
}

function issuesOf(data: unknown): readonly ValidationIssue[] {
  const hasIssues = typeof data === 'object' && data !== null && 'issues' in data;
  return hasIssues ? (data.issues as ValidationIssue[]) : [];
}
