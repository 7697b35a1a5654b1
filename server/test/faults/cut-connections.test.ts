import { afterAll, beforeAll, describe } from 'vitest';
import type { TcpProxy } from '../tcp-proxy.ts';
import { type Account, newAccount, type OperationName, signedUp } from './account.ts';
import { requireHealed } from './asking.ts';
import { judge } from './oracle.ts';
import { findPrograms } from './programs.ts';
import { defectsOf, openScene, type Scene, type Service } from './scene.ts';
import { IS_SHORT, rounds, type Tally, test } from './tally.ts';
import { begin, putBack, RUN, someTraffic } from './under-way.ts';

const ROUNDS = rounds({ full: 30, short: 2 });
const ROUNDS_OF_EACH = rounds({ full: 5, short: 1 });

/** What an operation sends to a store when it does what it is for. */
const STATEMENTS: { operation: OperationName; store: keyof Scene['ways']; text: string }[] = [
  { operation: 'signup', store: 'postgres', text: 'INSERT INTO' },
  { operation: 'signup', store: 'redis', text: 'zadd' },
  { operation: 'changePassword', store: 'postgres', text: 'UPDATE' },
  { operation: 'changePassword', store: 'redis', text: 'zadd' },
  { operation: 'deleteAccount', store: 'postgres', text: 'DELETE' },
  { operation: 'logout', store: 'redis', text: 'getdel' },
];

describe.runIf(findPrograms())('a connection that breaks', () => {
  let scene: Scene;
  let service: Service;
  let witness: Account;

  beforeAll(async () => {
    scene = await openScene();
    service = await scene.start();
    witness = await signedUp(service.url);
  });

  afterAll(() => scene[Symbol.asyncDispose]());

  async function judgeAll(accounts: Account[], tally: Tally): Promise<void> {
    const { url, server } = service;
    await requireHealed({ url, tally }, witness);
    await Promise.all(accounts.map((account) => judge(account, { url, findUser: scene.findUser, tally })));
    for (const line of defectsOf(server)) {
      tally.violation(`the service logged: ${line}`);
    }
    tally.round();
  }

  /** Answers whether what was asked for is done, by what the oracle has settled. */
  async function runInto(
    { operation, store, text }: (typeof STATEMENTS)[number],
    breakAt: (way: TcpProxy, text: string) => void,
    tally: Tally,
  ): Promise<string> {
    const way = scene.ways[store];
    const account = operation === 'signup' ? newAccount() : await signedUp(service.url);
    const before = JSON.stringify([account.exists, account.passwords, account.sessions]);
    breakAt(way, text);
    const ending = await RUN[operation](account, service.url);
    way.restore();
    if (ending === 'acknowledged') {
      tally.violation(`${operation} was acknowledged without ${text}`);
    }
    tally.saw(ending === 'done' ? `${operation} told to be done` : `${operation} refused`);
    await judgeAll([account], tally);
    return before === JSON.stringify([account.exists, account.passwords, account.sessions]) ? 'not done' : 'done';
  }

  const named = STATEMENTS.filter(({ store }) => !IS_SHORT || store === 'postgres').map(
    (statement) => [statement.operation, statement.text, statement] as const,
  );

  test.for(named)(
    'between %s’s %s and its answer leaves it done, and nobody is told otherwise',
    async ([, , statement], { tally }) => {
      for (let round = 0; round < ROUNDS_OF_EACH; round += 1) {
        if ((await runInto(statement, (way, text) => way.cutAnswerTo(text), tally)) !== 'done') {
          tally.violation('the statement had arrived, and nothing was done');
        }
      }
    },
  );

  test('at any instant leaves each operation done whole or not at all, and it heals', async ({ tally }) => {
    const people: Account[] = [];
    const ways = [scene.ways.postgres, scene.ways.redis] as const;
    for (let round = 0; round < ROUNDS; round += 1) {
      const way = ways[round % 2] as TcpProxy;
      const { accounts, ended } = await begin(people, service.url, tally);
      await Promise.race([ended, someTraffic(way, way.cut)]);
      await ended;
      way.onTraffic(null);
      way.restore();
      await judgeAll(accounts, tally);
      putBack(people, accounts);
    }
  });
});
