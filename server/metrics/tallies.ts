import { Counter, type Registry } from 'prom-client';

/** A number that only grows. */
export interface Tally {
  count: number;
}

/** A counter whose children are plain numbers, looked at when somebody asks; counting is an addition. */
export function createTallies<Label extends string>(
  registry: Registry,
  { name, help, labels }: { name: string; help: string; labels: readonly Label[] },
) {
  const tallies = new Map<string, { labels: Record<Label, string>; tally: Tally }>();
  new Counter<Label>({
    name,
    help,
    labelNames: labels,
    registers: [registry],
    collect() {
      this.reset();
      for (const { labels: own, tally } of tallies.values()) {
        this.inc(own, tally.count);
      }
    },
  });

  /** The tally of some values of the labels, in their order. Made once: whoever counts often keeps it. */
  return (...values: string[]): Tally => {
    const key = values.join('\n');
    const known = tallies.get(key);
    if (known) {
      return known.tally;
    }
    const own = Object.fromEntries(labels.map((label, at) => [label, values[at]])) as Record<Label, string>;
    const tally = { count: 0 };
    tallies.set(key, { labels: own, tally });
    return tally;
  };
}
