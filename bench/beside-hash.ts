import { askRightly } from './load/ask.ts';
import type { Target } from './load/target.ts';
import { figure, type Outcome } from './outcome.ts';
import { bareHash } from './processes/bare.ts';
import type { Contender, Run } from './run.ts';
import { median, pairwise, quantile } from './statistics.ts';
import { warmedUp } from './warm-up.ts';

/** One request with a hash in it, by how many were made before. */
export interface Hashing {
  name: string;
  target(turn: number): Target;
}

/** Rounds that aren't counted. */
const UNCOUNTED = 2;

/** What one round after the other took, in milliseconds: each request, and the bare hashes before and after it. */
export interface Timed {
  times: number[];
  bare: number[];
}

/** Ourselves and the peers after thousands of requests, and ourselves just started. */
export async function measureHashing(run: Run, request: 'login' | 'signup'): Promise<Outcome> {
  const { own, peers } = run.kinds;
  const contenders: Contender[] = [await warmedUp(run, own, request)];
  contenders.push({ ...(await run.prepare(own)), name: `${own.name}, just started` });
  for (const peer of peers) {
    contenders.push(await warmedUp(run, peer, request));
  }
  const all = contenders.map(({ name, requests }) => ({ name, target: requests[request] as Hashing['target'] }));
  const timed = await besideBareHash(run, all, hashRounds(run));
  for (const contender of contenders) {
    await contender[Symbol.asyncDispose]();
  }
  return outcomeOf(run, request, timed);
}

/**
 * One at a time: a bare hash, a request, a bare hash, the next one's request, and so on, all on one core. A request is
 * held against the mean of its two neighbours, so that a core that gets slower for a while does no harm.
 */
export async function besideBareHash(run: Run, all: Hashing[], rounds: number): Promise<Map<string, Timed>> {
  const bare = await run.kept(bareHash);
  const timed = new Map(all.map(({ name }) => [name, { times: [], bare: [] } as Timed]));
  for (let round = -UNCOUNTED; round < rounds; round += 1) {
    let before = await hashTime(bare);
    for (const { name, target } of all) {
      const { took } = await askRightly(target(round + UNCOUNTED));
      const after = await hashTime(bare);
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

/** Rounds enough for a median that holds still: hashes differ by more than what is looked for beside them. */
export function hashRounds({ options }: Run): number {
  return options.quick ? 20 : options.rounds * 8;
}

function outcomeOf(run: Run, name: 'login' | 'signup', timed: Map<string, Timed>): Outcome {
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
