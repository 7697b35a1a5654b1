import { askRightly } from './load/ask.ts';
import type { Target } from './load/target.ts';
import { figure, type Outcome } from './outcome.ts';
import { bareHash } from './processes/bare.ts';
import type { Contender, Run } from './run.ts';
import { median, pairwise, quantile } from './statistics.ts';

/** One request with a hash in it, by how many were made before. */
export interface Hashing {
  name: string;
  target(turn: number): Target;
}

/** What one round after the other took, in milliseconds: each request, and the bare hashes before and after it. */
export interface Timed {
  times: number[];
  bare: number[];
}

/**
 * One at a time: a bare hash, a request, a bare hash, the next one's request, and so on, all on one core. A request is
 * held against the mean of its two neighbours, so that a core that gets slower for a while does no harm.
 */
export async function besideBareHash(run: Run, all: Hashing[], rounds: number): Promise<Map<string, Timed>> {
  const bare = await run.kept(bareHash);
  const timed = new Map(all.map(({ name }) => [name, { times: [], bare: [] } as Timed]));
  for (let round = -2; round < rounds; round += 1) {
    let before = await hashTime(bare);
    for (const { name, target } of all) {
      const { took } = await askRightly(target(round + 2));
      const after = await hashTime(bare);
      // The first two warm up, and aren't counted.
      if (round >= 0) {
        timed.get(name)?.times.push(took);
        timed.get(name)?.bare.push((before + after) / 2);
      }
      before = after;
    }
  }
  return timed;
}

/** As that process has measured it itself: without HTTP. */
async function hashTime({ requests }: Contender): Promise<number> {
  const target = requests.login?.(0) as Target;
  return Number((await askRightly(target)).body);
}

/** Rounds enough for a median that holds still. */
export function hashRounds({ options }: Run): number {
  return options.quick ? 20 : Math.max(20, options.rounds * 4);
}

export function hashOutcome(run: Run, name: 'login' | 'signup', timed: Map<string, Timed>): Outcome {
  const { cost } = run.options;
  const rows = [...timed].map(([contender, { times, bare }]) => {
    const ratio = median(pairwise(times, bare));
    return { contender, times, ratio, hash: median(bare) };
  });
  return {
    title: name,
    columns: ['', 'median, ms', 'p90, ms', 'bare hash, ms', '÷ bare hash', 'beside the hash, ms'],
    rows: rows.map(({ contender, times, ratio, hash }) => [
      contender,
      figure(median(times)),
      figure(quantile(times, 0.9)),
      figure(hash),
      ratio.toFixed(3),
      figure(hash * (ratio - 1)),
    ]),
    notes: [`One at a time on one core, bcrypt cost ${cost}, ${hashRounds(run)} rounds.`],
    ratios: rows
      .slice(0, 1)
      .map(({ ratio }) => ({ name: `${name} ÷ bare hash`, value: ratio, better: 'lower' as const })),
    figures: Object.fromEntries(timed),
  };
}
