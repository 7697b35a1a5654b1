import { besideBareHash, type Hashing, hashOutcome, hashRounds } from '../beside-hash.ts';
import type { Outcome } from '../outcome.ts';
import type { Run } from '../run.ts';

/** A right password, and a session begun. */
export async function measureLogin(run: Run): Promise<Outcome> {
  const { own, peers } = run.kinds;
  const all: Hashing[] = [];
  for (const kind of [own, ...peers]) {
    const { requests } = await run.kept(kind);
    all.push(...(requests.login ? [{ name: kind.name, target: requests.login }] : []));
  }
  return hashOutcome(run, 'login', await besideBareHash(run, all, hashRounds(run)));
}
