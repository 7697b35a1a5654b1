import { besideBareHash, type Hashing, hashOutcome, hashRounds } from '../beside-hash.ts';
import type { Outcome } from '../outcome.ts';
import type { Run } from '../run.ts';

/** A new account every time, and a session begun. */
export async function measureSignup(run: Run): Promise<Outcome> {
  const { own, peers } = run.kinds;
  const all: Hashing[] = [];
  for (const kind of [own, ...peers]) {
    const { requests } = await run.kept(kind);
    all.push(...(requests.signup ? [{ name: kind.name, target: requests.signup }] : []));
  }
  return hashOutcome(run, 'signup', await besideBareHash(run, all, hashRounds(run)));
}
