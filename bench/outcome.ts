/** A figure that means the same on another machine. */
export interface Ratio {
  name: string;
  value: number;
  better: 'higher' | 'lower';
}

/** What one case has found. */
export interface Outcome {
  title: string;
  columns: string[];
  rows: string[][];
  /** What the reader has to know beside the table. */
  notes: string[];
  ratios: Ratio[];
  /** It isn't as it has to be, whatever it was before. */
  failed?: boolean;
  /** Everything that was measured, for the JSON. */
  figures: unknown;
}

/** A Markdown table: text to the left, figures to the right. */
export function tableOf({ title, columns, rows, notes }: Outcome): string {
  const rule = columns.map((_column, index) => (index === 0 ? '---' : '---:'));
  const lines = [columns, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [`## ${title}`, '', ...lines, ...notes.flatMap((note) => ['', note]), ''].join('\n');
}

/** With the digits that matter. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) {
    return '–';
  }
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
