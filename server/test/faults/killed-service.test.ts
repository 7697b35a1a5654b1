import { setTimeout as sleep } from 'node:timers/promises';
import { describe } from 'vitest';
import type { Account } from './account.ts';
import { judge } from './oracle.ts';
import { findPrograms } from './programs.ts';
import { openScene, type Scene, type Service } from './scene.ts';
import { rounds, test } from './tally.ts';
import { begin, putBack, someTraffic } from './under-way.ts';

const ROUNDS = rounds({ full: 120, short: 4 });

/** A little longer than what is under way takes, in milliseconds. */
const LONGEST = 300;

describe.runIf(findPrograms())('a service that is killed at any instant', () => {
  test('keeps what it has answered, and of the rest each is done whole or not at all', async ({ tally }) => {
    await using scene = await openScene();
    const sight = { findUser: scene.findUser, tally };
    const people: Account[] = [];
    // The next one is ready when this one is killed: starting takes longer than all that is asked of it.
    let [service, next] = await Promise.all([scene.start(), scene.start()]);

    for (let round = 0; round < ROUNDS; round += 1) {
      const { accounts, ended } = await begin(people, service.url, tally);
      await killAtRandom(scene, service, ended, round);
      await ended;

      const starting = scene.start();
      await Promise.all(accounts.map((account) => judge(account, { ...sight, url: next.url })));
      putBack(people, accounts);
      [service, next] = [next, await starting];
      tally.round();
    }
  });
});

/** By the clock, or by what the service sends to one of its stores. */
async function killAtRandom(
  { ways }: Scene,
  { server }: Service,
  ended: Promise<unknown>,
  round: number,
): Promise<void> {
  const kill = () => server.signal('SIGKILL');
  const way = [null, ways.postgres, ways.redis][round % 3];
  await Promise.race([ended, way ? someTraffic(way, kill) : sleep(Math.random() * LONGEST)]);
  way?.onTraffic(null);
  kill();
  await server.exit;
}
