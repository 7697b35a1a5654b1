import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { Agent } from '../agent.ts';
import { findPrograms } from './programs.ts';
import type { RedisProcess } from './redis-process.ts';
import { type RedisSentinels, startRedisSentinels } from './redis-sentinels.ts';
import { askWhoIs, HEALED_WITHIN, keepDoing, openReplicated, PASSWORD } from './replicated.ts';
import { rounds, test } from './tally.ts';
import { liveWholeLife } from './whole-life.ts';

const PEOPLE = 8;

/** The service on a master, its replica and three sentinels of its own. Every test leaves them whole. */
async function openBehindSentinels() {
  const redis = await startRedisSentinels();
  return { ...(await openReplicated(redis.url)), redis };
}

/** Waits until the sentinels have made a master of the replica. */
async function replaced(master: RedisProcess, { sentinels, servers }: RedisSentinels): Promise<void> {
  const other = servers.find((server) => server !== master) as RedisProcess;
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(50)) {
    const answers = await Promise.all(
      sentinels.map((sentinel) => sentinel.command('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'mymaster')),
    );
    if (answers.every((answer) => Number((answer as string[])[1]) === other.port)) {
      return;
    }
  }
  throw new Error('no replica took the place of its master');
}

describe.runIf(findPrograms())('behind Redis Sentinel', () => {
  let scene: Awaited<ReturnType<typeof openBehindSentinels>>;
  const warnings: Error[] = [];
  const note = (warning: Error) => void warnings.push(warning);

  beforeAll(async () => {
    process.on('warning', note);
    scene = await openBehindSentinels();
  });

  afterAll(async () => {
    await scene[Symbol.asyncDispose]();
    await scene.redis[Symbol.asyncDispose]();
    process.off('warning', note);
    // Node warns of a connection that is waited for again and again.
    expect(warnings).toEqual([]);
  });

  test('everything works, and a sentinel that is away is nobody’s concern', async ({ tally }) => {
    await scene.redis.sentinels[0]?.kill();
    const another = await scene.another();

    const urls = Array.from({ length: PEOPLE }, (_, index) => (index % 2 ? another : scene.app).url);
    tally.saw(
      'operations',
      (await Promise.all(urls.map(liveWholeLife))).reduce((sum, count) => sum + count),
    );
    expect(await scene.app.isReady()).toBe(true);
    await scene.redis.sentinels[0]?.start();
    await scene.redis.whole();
    tally.round();
  });

  test.for(['is killed', 'hangs and comes back'] as const)(
    'a master that %s is replaced; nobody is logged out, and no session comes back',
    async (how, { tally }) => {
      for (let round = 0; round < rounds({ full: 4, short: 1 }); round += 1) {
        const people = await scene.signUp(PEOPLE);
        const master = await scene.redis.master();
        await sleep(200);
        const load = keepDoing(people.map((person) => async () => tally.saw(await askWhoIs(person, tally))));
        await (how === 'is killed' ? master.kill() : master.freeze());
        await replaced(master, scene.redis);
        const began = performance.now();
        await expect.poll(() => scene.app.isReady(), { timeout: HEALED_WITHIN }).toBe(true);
        tally.saw('ms to heal', Math.round(performance.now() - began));
        await load.stop();
        expect(await Promise.all(people.map((person) => askWhoIs(person, tally)))).not.toContain('unavailable');

        const stolen = people.map(({ agent }) => agent.cookie);
        const [leaving, changing] = [people.slice(0, PEOPLE / 2), people.slice(PEOPLE / 2)];
        await Promise.all(leaving.map(({ agent }) => agent.logout()));
        await Promise.all(changing.map(({ agent }) => agent.changePassword(PASSWORD, `${PASSWORD} no more`)));
        await (how === 'is killed' ? master.start() : master.thaw());
        for (const until = Date.now() + 2000; Date.now() < until; await sleep(20)) {
          const viewers = await Promise.all(stolen.map((cookie) => viewerOf(scene.app.url, cookie)));
          viewers.filter(Boolean).forEach((viewer) => void tally.violation(`a session of ${viewer} is alive`));
        }
        await scene.redis.whole();
        tally.round();
      }
    },
  );
});

async function viewerOf(url: string, cookie: string | null): Promise<string | undefined> {
  const agent = new Agent(url);
  agent.cookie = cookie;
  return (await agent.send('{ me { username } }')).data?.me?.username;
}
