import type { Outcome } from '../outcome.ts';
import type { Run } from '../run.ts';
import { compareThroughput, type Entry } from '../throughput.ts';

/** Who am I? With a session: a look-up in each store, and the user read fresh. */
export function measureMe(run: Run): Promise<Outcome> {
  return measure(run, 'me');
}

/** The same without a session: what everything costs but the stores. */
export function measureAnonymous(run: Run): Promise<Outcome> {
  return measure(run, 'anonymous');
}

async function measure(run: Run, name: 'me' | 'anonymous'): Promise<Outcome> {
  const { own, bare, peers } = run.kinds;
  const entries: Entry[] = [];
  for (const kind of [own, ...bare, ...peers]) {
    const { requests } = await run.kept(kind);
    const target = requests[name];
    entries.push(...(target ? [{ name: [kind.name, kind.answering].filter(Boolean).join(', '), target }] : []));
  }
  return compareThroughput(run, name === 'me' ? 'me' : 'anonymous me', entries);
}
