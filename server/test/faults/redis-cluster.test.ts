import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { Agent } from '../agent.ts';
import { findPrograms } from './programs.ts';
import { type ClusterNode, type RedisCluster, type Shard, startRedisCluster } from './redis-cluster.ts';
import { askWhoIs, HEALED_WITHIN, keepDoing, openReplicated, PASSWORD, type Person } from './replicated.ts';
import { rounds, test } from './tally.ts';
import { liveWholeLife } from './whole-life.ts';

/** Enough that each shard has some of them. */
const PEOPLE = 12;

/** The service on a cluster of its own. Every test leaves it whole. */
async function openOnCluster() {
  const cluster = await startRedisCluster();
  return { ...(await openReplicated(cluster.url)), cluster };
}

async function keysOf(shard: Shard): Promise<string[]> {
  return (await shard.master.command('KEYS', '*')) as string[];
}

/** Waits until one of a master's replicas has taken its place, and every slot is served. */
async function replaced({ master, replicas }: Shard, cluster: RedisCluster): Promise<void> {
  const witness = cluster.nodes.find((node) => node !== master && !replicas.includes(node)) as ClusterNode;
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(50)) {
    const served = (await cluster.shards(witness)).some((shard) => replicas.includes(shard.master));
    if (served && String(await witness.command('CLUSTER', 'INFO')).includes('cluster_state:ok')) {
      return;
    }
  }
  throw new Error('no replica took the place of its master');
}

describe.runIf(findPrograms())('on a Redis Cluster of six nodes', () => {
  let scene: Awaited<ReturnType<typeof openOnCluster>>;

  beforeAll(async () => {
    scene = await openOnCluster();
  });

  afterAll(async () => {
    await scene[Symbol.asyncDispose]();
    await scene.cluster[Symbol.asyncDispose]();
  });

  test('everything works, with keys on every master, and limits count for all processes', async ({ tally }) => {
    const another = await scene.another();

    const lives = Array.from({ length: PEOPLE }, () => liveWholeLife(scene.app.url));
    tally.saw(
      'operations',
      (await Promise.all(lives)).reduce((sum, count) => sum + count),
    );
    const [{ username = '' } = {}] = await scene.signUp(PEOPLE);
    for (const shard of await scene.cluster.shards()) {
      expect(await keysOf(shard)).not.toEqual([]);
    }

    const guesses = Array.from({ length: 120 }, (_, guess) => (guess % 2 ? another : scene.app).url);
    const answers: string[] = [];
    for (const url of guesses) {
      answers.push((await new Agent(url).login(username, `not ${PASSWORD}`)).__typename);
    }
    // LIMIT_LOGIN_ACCOUNT: the hundredth in a row closes the account to strangers.
    expect(answers.filter((answer) => answer === 'InvalidCredentials')).toHaveLength(100);
    expect(answers.filter((answer) => answer === 'TooManyAttempts')).toHaveLength(20);
    tally.round();
  });

  test('a master that is killed is replaced; until then answers are typed and in time, and nobody is logged out', async ({
    tally,
  }) => {
    const people = await scene.signUp(PEOPLE);

    for (let round = 0; round < rounds({ full: 6, short: 1 }); round += 1) {
      const shard = (await scene.cluster.shards())[round % 3] as Shard;
      // What was acknowledged is with the replica before its master goes: Redis doesn't promise that by itself.
      await sleep(200);
      const load = keepDoing(people.map((person) => async () => tally.saw(await askWhoIs(person, tally))));
      await shard.master.kill();
      await replaced(shard, scene.cluster);
      const began = performance.now();

      await expect.poll(() => everybodyIsKnown(people), { timeout: HEALED_WITHIN }).toBe(true);
      await expect.poll(() => scene.app.isReady(), { timeout: HEALED_WITHIN }).toBe(true);
      tally.saw('ms to heal', Math.round(performance.now() - began));
      await load.stop();

      await shard.master.start();
      await scene.cluster.whole();
      tally.round();
    }
    expect(scene.app.log.filter(({ level, msg }) => level >= 50 && !msg.includes("can't be used"))).toEqual([]);

    async function everybodyIsKnown(all: Person[]): Promise<boolean> {
      const answers = await Promise.all(all.map((person) => askWhoIs(person, tally)));
      return answers.every((answer) => answer === 'known');
    }
  });

  test('a replica that is away is nobody’s concern', async ({ tally }) => {
    const people = await scene.signUp(PEOPLE);
    const [{ replicas } = { replicas: [] }] = await scene.cluster.shards();
    await replicas[0]?.kill();

    for (let round = 0; round < 20; round += 1) {
      expect(await Promise.all(people.map((person) => askWhoIs(person, tally)))).not.toContain('unavailable');
      expect(await scene.app.isReady()).toBe(true);
      await sleep(200);
    }
    await replicas[0]?.start();
    await scene.cluster.whole();
    tally.round();
  });

  test('slots that move under load fail no request', async ({ tally }) => {
    const people = await scene.signUp(PEOPLE);
    const said = scene.app.log.length;
    const load = keepDoing(
      people.map(({ username, agent }) => async () => {
        const visitor = new Agent(scene.app.url);
        const begun = await visitor.login(username, PASSWORD);
        const viewer = (await agent.send('{ me { username } }')).data?.me;
        const hasEnded = await visitor.logout();
        if (begun.__typename !== 'LoginSuccess' || viewer?.username !== username || !hasEnded) {
          tally.violation(`a request failed while a slot moved: ${JSON.stringify({ begun, viewer, hasEnded })}`);
        }
        tally.saw('requests', 3);
      }),
    );

    for (let round = 0; round < rounds({ full: 100, short: 20 }); round += 1) {
      const shards = await scene.cluster.shards();
      const [from, to] = [shards[round % 3], shards[(round + 1) % 3]] as [Shard, Shard];
      const keys = await keysOf(from);
      const key = keys[Math.floor(Math.random() * keys.length)];
      if (key) {
        await scene.cluster.moveSlot(await scene.cluster.slotOf(key), to.master);
        tally.round();
      }
    }
    await load.stop();
    expect(scene.app.log.slice(said).filter(({ level }) => level >= 40)).toEqual([]);
  });

  test('a master that hung and comes back as one brings no session back', async ({ tally }) => {
    const another = await scene.another();

    for (let round = 0; round < rounds({ full: 6, short: 1 }); round += 1) {
      const shard = (await scene.cluster.shards())[round % 3] as Shard;
      const people = await scene.signUp(2 * PEOPLE);
      const changing = people.slice(PEOPLE);
      await sleep(200);
      await shard.master.freeze();
      await replaced(shard, scene.cluster);
      await expect.poll(() => scene.app.isReady(), { timeout: HEALED_WITHIN }).toBe(true);

      const stolen = people.map(({ agent }) => agent.cookie);
      await Promise.all(people.slice(0, PEOPLE).map(({ agent }) => agent.logout()));
      await Promise.all(changing.map(({ agent }) => agent.changePassword(PASSWORD, `${PASSWORD} no more`)));
      await shard.master.thaw();
      for (const until = Date.now() + 3000; Date.now() < until; await sleep(20)) {
        await Promise.all(stolen.map((cookie) => mustBeDead(scene.app.url, cookie)));
        // It may not know of the failover yet; an epoch is nothing that Redis keeps.
        await Promise.all(stolen.slice(PEOPLE).map((cookie) => mustBeDead(another.url, cookie)));
      }
      await scene.cluster.whole();
      await Promise.all(stolen.map((cookie) => mustBeDead(another.url, cookie)));
      tally.round();
    }

    async function mustBeDead(url: string, cookie: string | null): Promise<void> {
      const agent = new Agent(url);
      agent.cookie = cookie;
      const { data } = await agent.send('{ me { username } }');
      tally.saw(data ? 'dead' : 'unavailable');
      if (data?.me) {
        tally.violation('a session that ended is alive');
      }
    }
  });
});
