import { figure, type Outcome } from '../outcome.ts';
import { yoga } from '../processes/bare.ts';
import { embeddedGatehouse, gatehouse } from '../processes/gatehouse.ts';
import type { Kind } from '../processes/kind.ts';
import type { Run } from '../run.ts';
import { median, pairwise } from '../statistics.ts';
import type { Place } from '../stores.ts';
import { rangeOf } from '../throughput.ts';

/** From the spawning of the process to its first right answer, on stores that are there already. */
export async function measureStartUp(run: Run): Promise<Outcome> {
  const times = await startInTurn(run, kindsOf(run));
  const bare = times.get(yoga.name) ?? [];
  const own = times.get(run.kinds.own.name) ?? [];
  return {
    title: 'start-up',
    columns: ['', 'median, ms', 'from–to', '÷ bare Yoga'],
    rows: [...times].map(([name, all]) => [
      name,
      figure(median(all)),
      rangeOf(all),
      figure(median(pairwise(all, bare))),
    ]),
    notes: [
      'From the spawning of the process to its first right answer, on one core, on stores that are there already.',
    ],
    ratios: [{ name: 'start-up ÷ bare Yoga', value: median(pairwise(own, bare)), better: 'lower' }],
    figures: Object.fromEntries(times),
  };
}

function kindsOf({ options, kinds }: Run): Kind[] {
  if (options.quick) {
    return [gatehouse, yoga];
  }
  return options.embedded ? [embeddedGatehouse, yoga] : [gatehouse, embeddedGatehouse, yoga, ...kinds.peers];
}

function roundsOf({ options }: Run): number {
  return options.quick ? 3 : options.rounds;
}

async function startInTurn(run: Run, kinds: Kind[]): Promise<Map<string, number[]>> {
  const times = new Map(kinds.map(({ name }) => [name, [] as number[]]));
  const places = new Map<Kind, Place | null>();
  for (const kind of kinds) {
    places.set(kind, await run.placeFor(kind));
  }
  for (let round = -1; round < roundsOf(run); round += 1) {
    for (const kind of kinds) {
      const { startUp, [Symbol.asyncDispose]: stop } = await run.launch(kind, { place: places.get(kind) ?? null });
      await stop();
      // The first round makes the stores, and isn't counted.
      if (round >= 0) {
        times.get(kind.name)?.push(startUp);
      }
    }
  }
  return times;
}
