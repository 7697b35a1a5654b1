import { expect, test as vitestTest } from 'vitest';

/** What a scenario has counted, for the table at the end. */
export interface Counts {
  rounds: number;
  seen: Record<string, number>;
  /** The longest that something took, in milliseconds. */
  longest: Record<string, number>;
  violations: string[];
}

declare module 'vitest' {
  interface TaskMeta {
    counts?: Counts;
  }
}

/** Counts what happens in the rounds of one scenario. */
export interface Tally {
  round(): void;
  saw(what: string, count?: number): void;
  took(what: string, milliseconds: number): void;
  /** The contract is broken; the evidence is told when the test fails. */
  violation(evidence: string): void;
}

/** A test whose counts are printed at the end, and which fails with the evidence where the contract was broken. */
export const test = vitestTest.extend<{ tally: Tally }>({
  tally: async ({ task }, use) => {
    const counts: Counts = { rounds: 0, seen: {}, longest: {}, violations: [] };
    task.meta.counts = counts;
    await use(tallyOn(counts));
    expect(counts.violations).toEqual([]);
    expect(counts.rounds).toBeGreaterThan(0);
  },
});

function tallyOn(counts: Counts): Tally {
  return {
    round() {
      counts.rounds += 1;
    },
    saw(what, count = 1) {
      counts.seen[what] = (counts.seen[what] ?? 0) + count;
    },
    took(what, milliseconds) {
      counts.longest[what] = Math.max(counts.longest[what] ?? 0, milliseconds);
    },
    violation: (evidence) => void counts.violations.push(evidence),
  };
}

/** The short version, for CI, proves that every scenario works; the full one, that the contract holds. */
export const IS_SHORT = process.env.FAULTS === 'short';

/** How many rounds a scenario has. */
export function rounds({ full, short }: { full: number; short: number }): number {
  return IS_SHORT ? short : full;
}
