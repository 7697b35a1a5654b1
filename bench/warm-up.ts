import { askRightly } from './load/ask.ts';
import type { Target } from './load/target.ts';
import type { Kind } from './processes/kind.ts';
import type { Contender, Run } from './run.ts';

/** After a thousand, V8 hasn't compiled yet all that they take; after twenty thousand it is as after these. */
const REQUESTS = 5000;

const CHEAP_HASHES = new URL('./bare/cheap-hashes.mjs', import.meta.url).href;

/** A program that has answered thousands of these requests, as after a day. Its hashes were cheap meanwhile. */
export async function warmedUp(run: Run, kind: Kind, request: 'login' | 'signup'): Promise<Contender> {
  const env: Kind['env'] = async (setting) => ({
    ...(await kind.env(setting)),
    NODE_OPTIONS: `--import=${CHEAP_HASHES}`,
  });
  const program = await run.prepare({ ...kind, env });
  const target = program.requests[request] as (turn: number) => Target;
  process.kill(program.pid, 'SIGUSR2');
  for (let turn = 0; turn < REQUESTS; turn += 1) {
    await askRightly(target(turn));
  }
  process.kill(program.pid, 'SIGUSR2');
  return { ...program, requests: { [request]: (turn: number) => target(REQUESTS + turn) } };
}
