import type { Target } from './load/target.ts';
import type { Load } from './load/wrk.ts';
import { figure, type Outcome } from './outcome.ts';
import type { Run } from './run.ts';
import { median, pairwise } from './statistics.ts';

/** A request that is measured in turn with others. */
export interface Entry {
  name: string;
  target: Target;
}

/** Measures ourselves, the first, in turn with the others: what else the machine does meets all alike. */
export async function compareThroughput(run: Run, title: string, entries: Entry[]): Promise<Outcome> {
  const loads = await inTurn(run, entries);
  const [own] = entries as [Entry];
  const ratios = entries
    .slice(1)
    .map(({ name }) => ({ name, all: pairwise(ratesOf(loads, own), ratesOf(loads, { name })) }));
  return {
    title,
    columns: ['', 'requests/s', 'p50, ms', 'p99, ms', `${own.name} is × this`, 'from–to'],
    rows: entries.map(({ name }) => {
      const all = ratios.find((ratio) => ratio.name === name)?.all;
      return [name, ...figuresOf(loads.get(name) ?? []), ...(all ? [figure(median(all)), rangeOf(all)] : ['1', ''])];
    }),
    notes: [],
    ratios: ratios.map(({ name, all }) => ({ name: `${title} ÷ ${name}`, value: median(all), better: 'higher' })),
    figures: Object.fromEntries(loads),
  };
}

async function inTurn({ options, load }: Run, entries: Entry[]): Promise<Map<string, Load[]>> {
  const loads = new Map(entries.map(({ name }) => [name, [] as Load[]]));
  for (let round = -1; round < options.rounds; round += 1) {
    for (const { name, target } of entries) {
      const found = await load(target);
      // The first round warms up, and isn't counted.
      if (round >= 0) {
        loads.get(name)?.push(found);
      }
    }
  }
  return loads;
}

function ratesOf(loads: Map<string, Load[]>, { name }: { name: string }): number[] {
  return (loads.get(name) ?? []).map(({ rate }) => rate);
}

function figuresOf(all: Load[]): string[] {
  const medianOf = (part: 'rate' | 'p50' | 'p99') => median(all.map((one) => one[part]));
  return [figure(Math.round(medianOf('rate'))), figure(medianOf('p50')), figure(medianOf('p99'))];
}

export function rangeOf(all: number[]): string {
  return `${figure(Math.min(...all))}–${figure(Math.max(...all))}`;
}
