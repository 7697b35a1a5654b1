import { setTimeout as sleep } from 'node:timers/promises';
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

const ROUNDS_A_TURN = 8;

/** What a program does once it has answered is done by then, and not in the way of the bare hash; milliseconds. */
const AFTERWARDS = 20;

/** What one round after the other took, in milliseconds: each request, and the bare hashes before and after it. */
export interface Timed {
  times: number[];
  bare: number[];
}

/** Ourselves and the peers after thousands of requests, and ourselves just started. Each alone: an idle process wakes, too. */
export async function measureHashing(run: Run, request: 'login' | 'signup'): Promise<Outcome> {
  const { own, peers } = run.kinds;
  const starts: [name: string, start: () => Promise<Contender>][] = [
    [own.name, () => warmedUp(run, own, request)],
    [`${own.name}, just started`, () => run.prepare(own)],
    ...peers.map((peer): [string, () => Promise<Contender>] => [peer.name, () => warmedUp(run, peer, request)]),
  ];
  const timed = new Map<string, Timed>();
  for (const [name, start] of starts) {
    await using contender = await start();
    const target = contender.requests[request] as Hashing['target'];
    const alone = await besideBareHash(run, [{ name, target }]);
    timed.set(name, alone.get(name) as Timed);
  }
  return outcomeOf(run, request, timed);
}

/**
 * One at a time, all on one core: a bare hash, a request, a bare hash, a request, and so on. A request is held against the
 * mean of its two neighbours, so that a core that gets slower for a while does no harm. Programs take turns of several
 * rounds: one that finds the core's caches full of another's code pays for it.
 */
export async function besideBareHash(run: Run, all: Hashing[]): Promise<Map<string, Timed>> {
  const bare = await run.kept(bareHash);
  const timed = new Map(all.map(({ name }) => [name, { times: [], bare: [] } as Timed]));
  for (let turn = 0; turn < turnsOf(run); turn += 1) {
    for (const { name, target } of all) {
      let before = await hashTime(bare);
      for (let round = 0; round <= ROUNDS_A_TURN; round += 1) {
        const { took } = await askRightly(target(turn * (ROUNDS_A_TURN + 1) + round));
        await sleep(AFTERWARDS);
        const after = await hashTime(bare);
        // The first of a turn warms up, and isn't counted.
        if (round > 0) {
          timed.get(name)?.times.push(took);
          timed.get(name)?.bare.push((before + after) / 2);
        }
        before = after;
      }
    }
  }
  return timed;
}

/** As that process has measured it itself: without HTTP. */
async function hashTime({ requests }: Contender): Promise<number> {
  const target = requests.login?.(0) as Target;
  return Number((await askRightly(target)).body);
}

/** Enough for a median that holds still: hashes differ by more than what is looked for beside them. */
function turnsOf({ options }: Run): number {
  return options.quick ? 3 : options.rounds;
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
    notes: [`One at a time on one core, bcrypt cost ${cost}, ${turnsOf(run) * ROUNDS_A_TURN} rounds.`],
    ratios: rows
      .slice(0, 1)
      .map(({ ratio }) => ({ name: `${name} ÷ bare hash`, value: ratio, better: 'lower' as const })),
    figures: Object.fromEntries(timed),
  };
}
