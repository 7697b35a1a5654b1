import { askRightly } from './load/ask.ts';
import type { Target } from './load/target.ts';
import type { Kind } from './processes/kind.ts';
import type { Contender, Run } from './run.ts';

/** So many, and V8 has compiled all that they take; after twenty thousand it is as after these. */
const ENOUGH = 5000;
const QUICK = 1000;

const CHEAP_HASHES = new URL('./bare/cheap-hashes.mjs', import.meta.url).href;

/** A program that has answered thousands of these requests, as after days. Its hashes were cheap meanwhile. */
export async function warmedUp(run: Run, kind: Kind, request: 'login' | 'signup'): Promise<Contender> {
  const env: Kind['env'] = async (setting) => ({
    ...(await kind.env(setting)),
    NODE_OPTIONS: `--import=${CHEAP_HASHES}`,
  });
  const program = await run.prepare({ ...kind, env });
  const count = run.options.quick ? QUICK : ENOUGH;
  const target = program.requests[request] as (turn: number) => Target;
  process.kill(program.pid, 'SIGUSR2');
  for (let turn = 0; turn < count; turn += 1) {
    await askRightly(target(turn));
  }
  process.kill(program.pid, 'SIGUSR2');
  return { ...program, requests: { [request]: (turn: number) => target(count + turn) } };
}
