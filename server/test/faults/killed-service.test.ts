import { setTimeout as sleep } from 'node:timers/promises';
import { describe } from 'vitest';
import {
  type Account,
  changePassword,
  deleteAccount,
  type Ending,
  logOut,
  newAccount,
  type OperationName,
  signUp,
} from './account.ts';
import { judge } from './oracle.ts';
import { findPrograms } from './programs.ts';
import { openScene, type Scene, type Service } from './scene.ts';
import { rounds, test } from './tally.ts';

const ROUNDS = rounds({ full: 200, short: 8 });

/** What is under way when the service is killed. */
const UNDER_WAY: OperationName[] = [
  ...(['signup', 'signup', 'signup'] as const),
  ...(['changePassword', 'changePassword', 'deleteAccount', 'logout'] as const),
];

const OPERATIONS: Record<OperationName, (account: Account, url: string) => Promise<Ending>> = {
  signup: signUp,
  changePassword,
  deleteAccount,
  logout: logOut,
};

/** A little more than what is under way takes, and than it sends to a store. */
const LONGEST = 300;
const MOST_TRAFFIC = 60;

describe.runIf(findPrograms())('a service that is killed at any instant', () => {
  test('keeps what it has answered, and of the rest each is done whole or not at all', async ({ tally }) => {
    await using scene = await openScene();
    const sight = { findUser: scene.findUser, tally };
    const people: Account[] = [];
    // The next one is ready when this one is killed: starting takes longer than all that is asked of it.
    let [service, next] = await Promise.all([scene.start(), scene.start()]);

    for (let round = 0; round < ROUNDS; round += 1) {
      await fillUp(people, service.url);
      const begun = UNDER_WAY.map((operation) => ({
        operation,
        account: operation === 'signup' ? newAccount() : (people.shift() as Account),
      }));
      const endings = begun.map(async ({ operation, account }) => {
        if ((await OPERATIONS[operation](account, service.url)) !== 'unanswered') {
          tally.saw(`${operation} acknowledged`);
        }
      });
      await killAtRandom(scene, service, Promise.all(endings), round);
      await Promise.all(endings);

      const starting = scene.start();
      for (const { account } of begun) {
        await judge(account, { ...sight, url: next.url });
        people.push(...(account.exists === 'yes' ? [account] : []));
      }
      [service, next] = [next, await starting];
      tally.round();
    }
  });
});

/** Kills the service by the clock, or by what it sends to a store: the way from a statement to its answer is short. */
async function killAtRandom({ ways }: Scene, { server }: Service, all: Promise<unknown>, round: number): Promise<void> {
  const way = [null, ways.postgres, ways.redis][round % 3];
  const instant = new Promise<void>((resolve) => {
    let left = Math.floor(Math.random() * MOST_TRAFFIC);
    way?.onTraffic(() => {
      left -= 1;
      if (left < 0) {
        server.signal('SIGKILL');
        resolve();
      }
    });
  });
  await Promise.race([all, way ? instant : sleep(Math.random() * LONGEST)]);
  way?.onTraffic(null);
  server.signal('SIGKILL');
  await server.exit;
}

/** As many people as the operations need. */
async function fillUp(people: Account[], url: string): Promise<void> {
  while (people.length < UNDER_WAY.length) {
    const account = newAccount();
    await signUp(account, url);
    people.push(account);
  }
}
