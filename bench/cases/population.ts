import { join } from 'node:path';
import { besideBareHash, type Timed } from '../beside-hash.ts';
import type { Load } from '../load/wrk.ts';
import { figure, type Outcome } from '../outcome.ts';
import { anyOf, fill, writeCookies } from '../population/fill.ts';
import { usernameOf } from '../population/people.ts';
import { type Size, sizeOf } from '../population/size.ts';
import { gatehouse, loginOf, meOf, signupOf } from '../processes/gatehouse.ts';
import type { Run } from '../run.ts';
import { median, pairwise } from '../statistics.ts';

const SIZES = [10, 10_000, 1_000_000];
/** How much more a request may cost among the most than among the fewest. */
const FLAT = 1.25;

/** A server on stores that hold so many users, and a session of each. */
interface Populated {
  users: number;
  name: string;
  base: string;
  cookies: string;
  size: Size;
}

/** Does a request cost more where there are more users? All sizes are there at once, and are measured in turn. */
export async function measurePopulation(run: Run): Promise<Outcome> {
  const all: Populated[] = [];
  for (const users of SIZES) {
    all.push(await populate(run, users));
  }
  const loads = await loadInTurn(run, all);
  const logins = await hashInTurn(run, all, ({ base, users }) => loginOf(base, usernameOf(anyOf(users))));
  const signups = await hashInTurn(run, all, ({ base }, turn) => signupOf(base, `newcomer${turn}`));
  const costs = all.map(({ name }) => [
    costOfMe(loads, all, name),
    ...[logins, signups].map((each) => costOf(each, all, name)),
  ]);
  const worst = Math.max(...costs.flat());
  const { users, size } = all.at(-1) as Populated;
  return {
    title: 'population',
    columns: ['users and sessions', 'me, requests/s', 'cost of me', 'cost of login', 'cost of signup'],
    rows: all.map(({ name }, index) => [
      name,
      figure(Math.round(median((loads.get(name) ?? []).map(({ rate }) => rate)))),
      ...(costs[index] ?? []).map(figure),
    ]),
    notes: [
      'Costs are multiples of those among the fewest users. `me` is of sessions taken at random, the login of a random user.',
      `Among the most, a user takes ${figure(Math.round(size.user))} bytes of PostgreSQL with its indexes, a session ${figure(Math.round(size.session))} bytes of Redis.`,
      `All of them take ${megabytes(size.user * users)} of PostgreSQL; its shared_buffers have ${megabytes(size.sharedBuffers)}.`,
      ...(worst > FLAT ? [`NOT FLAT: more than ${FLAT} times the cost among the fewest.`] : []),
    ],
    ratios: ['me', 'login', 'signup'].map((name, index) => ({
      name: `population: ${name} among the most ÷ among the fewest`,
      value: costs.at(-1)?.[index] ?? Number.NaN,
      better: 'lower',
    })),
    failed: worst > FLAT,
    figures: {
      sizes: all.map(({ users, size }) => ({ users, ...size })),
      loads: Object.fromEntries(loads),
      logins: Object.fromEntries(logins),
      signups: Object.fromEntries(signups),
    },
  };
}

async function populate(run: Run, users: number): Promise<Populated> {
  const place = await run.stores.emptyRedis();
  await fill(place, users, run.options.cost);
  const size = await sizeOf(place, users);
  const { base } = await run.launch(gatehouse, { place });
  const cookies = join(run.stores.directory, `cookies-${users}`);
  await writeCookies(cookies, users);
  return { users, name: users.toLocaleString('en'), base, cookies, size };
}

async function loadInTurn(run: Run, all: Populated[]): Promise<Map<string, Load[]>> {
  const loads = new Map(all.map(({ name }) => [name, [] as Load[]]));
  for (let round = -1; round < run.options.rounds; round += 1) {
    for (const { name, base, cookies } of all) {
      const load = await run.load(meOf(base), { cookies });
      // The first round warms up, and isn't counted.
      if (round >= 0) {
        loads.get(name)?.push(load);
      }
    }
  }
  return loads;
}

function megabytes(bytes: number): string {
  return `${figure(Math.round(bytes / 2 ** 20))} MB`;
}

function hashInTurn(
  run: Run,
  all: Populated[],
  targetOf: (one: Populated, turn: number) => ReturnType<typeof loginOf>,
) {
  const hashing = all.map((one) => ({ name: one.name, target: (turn: number) => targetOf(one, turn) }));
  return besideBareHash(run, hashing);
}

function costOfMe(loads: Map<string, Load[]>, [fewest]: Populated[], name: string): number {
  const rates = (of = '') => (loads.get(of) ?? []).map(({ rate }) => rate);
  return median(pairwise(rates(fewest?.name), rates(name)));
}

/** Each by its own bare hashes first. */
function costOf(timed: Map<string, Timed>, [fewest]: Populated[], name: string): number {
  const ratio = ({ times, bare }: Timed = { times: [], bare: [] }) => median(pairwise(times, bare));
  return ratio(timed.get(name)) / ratio(timed.get(fewest?.name ?? ''));
}
