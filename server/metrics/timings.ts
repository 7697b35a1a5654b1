import type { Metric, Registry } from 'prom-client';
import { SECOND } from '../time.ts';

export interface TimingsOptions {
  name: string;
  help: string;
  label: string;
  /** Where a bucket ends, in milliseconds. */
  buckets: readonly number[];
}

/** How long one thing takes, again and again. */
export interface Timing {
  add(milliseconds: number): void;
}

/** One line of what is exposed. */
interface Value {
  labels: Record<string, string | number>;
  value: number;
  metricName: string;
}

/**
 * A histogram with one label. prom-client's own makes a text of the labels each time that it is told a value, which for
 * `me` comes to a twentieth of all its work; here that is a loop over a few numbers.
 */
export function createTimings(registry: Registry, { name, help, label, buckets }: TimingsOptions) {
  const timings = new Map<string, { counts: number[]; sum: number } & Timing>();

  function make(value: string) {
    const timing = {
      counts: new Array<number>(buckets.length + 1).fill(0),
      sum: 0,
      add(milliseconds: number): void {
        let bucket = 0;
        while (bucket < buckets.length && milliseconds > (buckets[bucket] as number)) {
          bucket += 1;
        }
        timing.counts[bucket] = (timing.counts[bucket] as number) + 1;
        timing.sum += milliseconds;
      },
    };
    timings.set(value, timing);
    return timing;
  }

  function values(): Value[] {
    return [...timings].flatMap(([value, { counts, sum }]) => {
      const labels = { [label]: value };
      let count = 0;
      const upTo = counts.map((inBucket, at) => {
        count += inBucket;
        const end = buckets[at];
        const le = end === undefined ? '+Inf' : end / SECOND;
        return { labels: { le, ...labels }, value: count, metricName: `${name}_bucket` };
      });
      return [
        ...upTo,
        { labels, value: sum / SECOND, metricName: `${name}_sum` },
        { labels, value: count, metricName: `${name}_count` },
      ];
    });
  }

  // As prom-client registers what it has aggregated itself: whatever has a name, and values when it is asked for them.
  const metric = {
    name,
    labelNames: [label],
    get: async () => ({ name, help, type: 'histogram', aggregator: 'sum', values: values() }),
  };
  registry.registerMetric(metric as unknown as Metric);

  /** The timing of a label's value; the same each time. */
  return (value: string): Timing => timings.get(value) ?? make(value);
}
