import { setTimeout as sleep } from 'node:timers/promises';
import { describe } from 'vitest';
import { SECOND } from '../../time.ts';
import { Agent } from '../agent.ts';
import { type Account, agentOf, signedUp } from './account.ts';
import { findPrograms } from './programs.ts';
import { openScene, type Scene } from './scene.ts';
import { IS_SHORT, rounds, type Tally, test } from './tally.ts';

const ROUNDS = rounds({ full: 2, short: 1 });
const STOPS_WITHIN = 10 * SECOND;
const CLIENTS = 8;

type Store = 'postgres' | 'redis';

const FROZEN: [string, Store[]][] = [
  ['its stores answer', []],
  ['Redis hangs', ['redis']],
  ['PostgreSQL hangs', ['postgres']],
  ['both hang', ['postgres', 'redis']],
];

describe.runIf(findPrograms())('a service under load that is told to stop', () => {
  const cases = FROZEN.filter(([, stores]) => !IS_SHORT || stores.length === 2);

  test.for(cases)(
    'while %s, answers what it was asked, and ends within ten seconds with code 0',
    async ([, stores], { tally }) => {
      await using scene = await openScene();
      for (let round = 0; round < ROUNDS; round += 1) {
        await stopUnderLoad(scene, stores, tally);
        tally.round();
      }
    },
  );
});

async function stopUnderLoad(scene: Scene, stores: Store[], tally: Tally): Promise<void> {
  const { server, url } = await scene.start();
  const account = await signedUp(url);
  const load = { stopping: false, tally };
  const clients = Array.from({ length: CLIENTS }, (_, index) => ask(index, account, url, load));
  await sleep(300);
  await Promise.all(stores.map((store) => scene[store].freeze()));
  await sleep(300);

  const began = performance.now();
  load.stopping = true;
  server.signal('SIGTERM');
  const code = await Promise.race([server.exit, sleep(STOPS_WITHIN, 'no end')]);

  tally.took('ended', performance.now() - began);
  if (code !== 0) {
    tally.violation(`it ended with ${code}: ${server.output()}`);
    server.signal('SIGKILL');
  }
  await Promise.all(stores.map((store) => scene[store].thaw()));
  await Promise.all(clients);
}

/** Asks one thing after the other until the service is told to stop. What is under way then has to be answered. */
async function ask(
  index: number,
  account: Account,
  url: string,
  load: { stopping: boolean; tally: Tally },
): Promise<void> {
  const signedIn = agentOf(account, url);
  while (!load.stopping) {
    const answered = index === 0 ? loginOf(account, url) : signedIn.send('{ me { username } }');
    const status = await answered.then(
      (answer) => answer.status ?? 200,
      (error: Error) => `${error.message} (${String(error.cause)})`,
    );
    load.tally.saw(load.stopping ? `answers of ${status} while it stopped` : `answers of ${status}`);
    if (status !== 200 && status !== 503) {
      load.tally.violation(`a request was answered by ${status}`);
    }
  }
}

async function loginOf({ username, passwords }: Account, url: string): Promise<{ status?: number }> {
  return new Agent(url).login(username, passwords[0] ?? '');
}
