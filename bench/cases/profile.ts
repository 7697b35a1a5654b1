import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Target } from '../load/target.ts';
import { figure, type Outcome } from '../outcome.ts';
import type { Kind } from '../processes/kind.ts';
import { readProfile } from '../profile/read-profile.ts';
import type { Run } from '../run.ts';

/** The way of a `me`, and which modules are at work on each part of it. The first that fits counts. */
const STEPS: [string, RegExp][] = [
  ['Node: sockets, HTTP, streams, timers', /^node:|^native$/],
  ['garbage collection', /^\(garbage collector\)/],
  ['Redis: the client', /node_modules\/(ioredis|@ioredis|redis-parser|standard-as-callback|denque)/],
  ['PostgreSQL: the client, rows to objects', /node_modules\/(pg|pg-[a-z-]+|postgres-[a-z]+)\/|server\/database\//],
  ['sharing look-ups of a moment', /node_modules\/dataloader/],
  ['sessions: hash of the token, expiry, touch', /server\/sessions\/|node_modules\/lru-cache/],
  ['the viewer: session and user, epochs compared', /server\/accounts\//],
  ['Yoga: the stages of an operation', /node_modules\/(graphql-yoga|@envelop|@whatwg-node|@graphql-tools)/],
  ['graphql-js and Pothos: execution', /node_modules\/(graphql|@pothos)\//],
  ['the guard, limits and errors', /server\/graphql\//],
  ['the door: origin, media types, body, cookie, answer', /server\/(http|deadline|ip-address|proxies)/],
  ['metrics and log', /server\/(metrics|observation|observers|events|log)|node_modules\/(prom-client|pino|sonic-boom)/],
];

const WARM_SECONDS = 4;
const SECONDS = 8;

/** Where a `me` spends the processor's time, step by step. Taken from inside, which itself costs a tenth or so. */
export async function measureProfile(run: Run): Promise<Outcome> {
  const file = join(run.stores.directory, 'me.cpuprofile');
  const { own } = run.kinds;
  const watched: Kind = {
    ...own,
    script: 'bench/bare/profiled.mjs',
    env: async (setting) => ({ ...(await own.env(setting)), PROFILE: file }),
  };
  await using program = await run.prepare(watched);
  const me = program.requests.me as Target;
  await run.load(me, { seconds: WARM_SECONDS });
  process.kill(program.pid, 'SIGUSR2');
  const { requests } = await run.load(me, { seconds: SECONDS });
  process.kill(program.pid, 'SIGUSR2');
  while (!existsSync(file)) {
    await sleep(100);
  }
  await sleep(1000);

  const times = readProfile(file);
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  const steps = sumUp(times);
  return {
    title: 'profile of `me`',
    columns: ['step', 'of the processor', 'µs a request'],
    rows: steps.map(([step, time]) => [step, `${figure((time / total) * 100)} %`, figure(time / requests)]),
    notes: [
      `${requests.toLocaleString('en')} requests, ${figure(total / requests)} µs of the processor each, while the profiler watched.`,
    ],
    ratios: [],
    figures: { requests, microseconds: total, steps: Object.fromEntries(steps), modules: Object.fromEntries(times) },
  };
}

function sumUp(times: Map<string, number>): [string, number][] {
  const sums = new Map<string, number>();
  for (const [module, time] of times) {
    const step = STEPS.find(([, modules]) => modules.test(module))?.[0] ?? 'everything else';
    sums.set(step, (sums.get(step) ?? 0) + time);
  }
  return [...sums].sort(([, one], [, other]) => other - one);
}
