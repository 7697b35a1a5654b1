import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../load/ask.ts';
import { paced } from '../load/paced.ts';
import { isRight, type Target } from '../load/target.ts';
import { figure, type Outcome } from '../outcome.ts';
import type { Contender, Run } from '../run.ts';
import { median, quantile } from '../statistics.ts';

/** Logins that are never done: each is followed by the next. */
const LOGINS_AT_ONCE = 8;
/** How often somebody asks who they are meanwhile. */
const ME_PER_SECOND = 50;
/** What a program still does after its round, in milliseconds, isn't to be in the next one's way. */
const BETWEEN = 1000;
/** A round is so many times as long as one of the other cases: a login takes its time. */
const LONGER = 2;

interface Storm {
  /** Of every `me`, from when it was due, in milliseconds. */
  latencies: number[];
  logins: number;
  /** Logins that were answered with a refusal: too many at once. */
  refused: number;
  /** How long it went on, in milliseconds. */
  duration: number;
}

/** Everybody logs in at once; how long do those wait who already have? On one core, and on two. */
export async function measureStorm(run: Run): Promise<Outcome> {
  const storms = new Map<string, Storm>();
  const { server, two } = run.cores;
  for (const [place, cores] of server === null
    ? [['all cores', null] as const]
    : [['one core', server] as const, ['two cores', two] as const]) {
    for (const [name, storm] of await stormsOn(run, cores)) {
      storms.set(`${name}, ${place}`, storm);
    }
  }
  return {
    title: 'login storm',
    columns: ['', 'me p50, ms', 'me p99, ms', 'me worst, ms', 'logins/s', 'refused'],
    rows: [...storms].map(([name, { latencies, logins, refused, duration }]) => [
      name,
      ...[median(latencies), quantile(latencies, 0.99), Math.max(...latencies)].map(figure),
      figure(logins / (duration / 1000)),
      String(refused),
    ]),
    notes: [
      `${LOGINS_AT_ONCE} logins at all times (bcrypt cost ${run.options.cost}), ${ME_PER_SECOND} \`me\` a second beside them, each timed from when it was due.`,
    ],
    ratios: [],
    figures: Object.fromEntries(storms),
  };
}

/** Processes of their own: how many hashes may run at a time is decided when a program starts. */
async function stormsOn(run: Run, cores: string | null): Promise<Map<string, Storm>> {
  const { own, peers } = run.kinds;
  const all: Contender[] = [];
  for (const kind of [own, ...peers]) {
    all.push(await run.prepare(kind, { cores }));
  }
  const storms = new Map<string, Storm>();
  for (let round = 0; round < run.options.rounds; round += 1) {
    for (const { name, requests } of all) {
      const { me, login } = requests as { me: Target; login: (turn: number) => Target };
      await sleep(BETWEEN);
      storms.set(name, joined(storms.get(name), await storm(me, login, run.options.seconds * LONGER * 1000)));
    }
  }
  for (const contender of all) {
    await contender[Symbol.asyncDispose]();
  }
  return storms;
}

async function storm(me: Target, login: (turn: number) => Target, duration: number): Promise<Storm> {
  const until = performance.now() + duration;
  const loggingIn = Array.from({ length: LOGINS_AT_ONCE }, (_, turn) => logInAgain(() => login(turn), until));
  const latencies = await paced(me, ME_PER_SECOND, until);
  const answers = (await Promise.all(loggingIn)).flat();
  const logins = answers.filter(Boolean).length;
  return { latencies, logins, refused: answers.length - logins, duration };
}

/** Answers of each login whether it succeeded. */
async function logInAgain(login: () => Target, until: number): Promise<boolean[]> {
  const successes: boolean[] = [];
  while (performance.now() < until) {
    const target = login();
    const { status, body } = await ask(target);
    if (!isRight(target, status, body) && status !== 503 && status !== 429) {
      throw new Error(`a login was answered ${status} ${body.slice(0, 300)}`);
    }
    successes.push(status === 200);
  }
  return successes;
}

function joined(before: Storm | undefined, storm: Storm): Storm {
  return before === undefined
    ? storm
    : {
        latencies: [...before.latencies, ...storm.latencies],
        logins: before.logins + storm.logins,
        refused: before.refused + storm.refused,
        duration: before.duration + storm.duration,
      };
}
