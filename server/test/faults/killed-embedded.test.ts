import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startServer } from '../server-process.ts';
import type { Account } from './account.ts';
import { judge } from './oracle.ts';
import { PRODUCTION } from './scene.ts';
import { rounds, test } from './tally.ts';
import { begin, putBack } from './under-way.ts';

const ROUNDS = rounds({ full: 25, short: 1 });

/** A little longer than what is under way takes, in milliseconds. */
const LONGEST = 500;

test('an embedded service that is killed while it writes starts again at once, with all that it has answered', async ({
  tally,
}) => {
  const directory = await mkdtemp(join(tmpdir(), 'gatehouse-embedded-'));
  const env = { ...PRODUCTION, ALLOW_EMBEDDED: 'true', DATA_DIR: directory };
  const people: Account[] = [];
  let written: Account[] = [];
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      // The directory is locked: it starts only where the one before has let go of it.
      await using server = startServer(env);
      const url = await server.url();
      for (const account of written) {
        await judge(account, { url, tally });
      }
      putBack(people, written);
      if (round < ROUNDS) {
        const { accounts, ended } = await begin(people, url, tally);
        await Promise.race([ended, sleep(Math.random() * LONGEST)]);
        server.signal('SIGKILL');
        await ended;
        written = accounts;
        tally.round();
      }
    }
  } finally {
    await rm(directory, { recursive: true });
  }
});
