import type { ImportedUser, ImportOutcome } from '../../accounts/import-users.ts';
import { complain, say } from '../terminal.ts';
import { hashForm } from './hash-form.ts';

/** Where a row of the dump is, for people. */
export interface RowName {
  line: number;
  number: number;
  username: string | undefined;
}

export type ImportReport = ReturnType<typeof createImportReport>;

/** Counts what becomes of the rows; tells of each refused one at once, and of the rest at the end. */
export function createImportReport() {
  const counts = { created: 0, present: 0, refused: 0 };
  const leftOut = new Map<string, number>();
  const notes = new Map<string, number>();

  function refuse({ line, number, username }: RowName, reason: string): void {
    counts.refused += 1;
    const name = username === undefined ? '' : ` ${JSON.stringify(username)}`;
    complain(`Refused: line ${line}, row ${number}${name}: ${reason}`);
  }

  return {
    counts,
    refuse,
    leaveOut: (model: string): void => count(leftOut, model),
    /** Something that is true of many, said once with their number. */
    note: (what: string): void => count(notes, what),

    settle(row: RowName, user: ImportedUser, outcome: ImportOutcome): void {
      if (outcome.kind === 'refused') {
        refuse(row, outcome.reason);
        return;
      }
      counts[outcome.kind] += 1;
      const form = outcome.kind === 'created' ? hashForm(user.password) : 'verifiable';
      if (form !== 'verifiable') {
        count(notes, form);
      }
    },

    tell(): void {
      for (const [what, times] of notes) {
        complain(`Note: ${times} × ${what}`);
      }
      const others = [...leftOut].map(([model, times]) => `${times} ${model}`);
      say(`${counts.created} imported, ${counts.present} here already, ${counts.refused} refused.`);
      if (others.length > 0) {
        say(`Left out: ${others.join(', ')}.`);
      }
    },
  };
}

function count(counters: Map<string, number>, what: string): void {
  counters.set(what, (counters.get(what) ?? 0) + 1);
}
