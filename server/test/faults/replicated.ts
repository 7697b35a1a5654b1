import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from '../agent.ts';
import { type InsideApp, startInside } from './inside-app.ts';
import { startPostgres } from './postgres-process.ts';
import type { Tally } from './tally.ts';
import { newUsername } from './whole-life.ts';

/** The longest that an answer may take; half a second for the test's own way. */
const ANSWERED_WITHIN = 3500;

/** From the end of a failover. */
export const HEALED_WITHIN = 5000;

export const PASSWORD = 'the word that everybody has';

export interface Person {
  username: string;
  agent: Agent;
}

/** The service on a database of its own and a Redis of several servers. */
export interface Replicated extends AsyncDisposable {
  app: InsideApp;
  /** Another process of the same service. */
  another(): Promise<InsideApp>;
  signUp(count: number): Promise<Person[]>;
}

export async function openReplicated(REDIS_URL: string): Promise<Replicated> {
  const postgres = await startPostgres();
  const env = { DATABASE_URL: await postgres.createDatabase('gatehouse'), REDIS_URL };
  const apps = [await startInside(env)];
  const [app] = apps as [InsideApp];
  return {
    app,
    async another() {
      const next = await startInside(env);
      apps.push(next);
      return next;
    },
    signUp: (count) => Promise.all(Array.from({ length: count }, () => signUp(app.url))),
    async [Symbol.asyncDispose]() {
      await Promise.all(apps.map((one) => one[Symbol.asyncDispose]()));
      await postgres[Symbol.asyncDispose]();
    },
  };
}

async function signUp(url: string): Promise<Person> {
  const [username, agent] = [newUsername(), new Agent(url)];
  const answer = await agent.signup({ username, password: PASSWORD });
  if (answer.__typename !== 'SignupSuccess') {
    throw new Error(`a signup was answered by ${JSON.stringify(answer)}`);
  }
  return { username, agent };
}

/** Asks who somebody is, and holds the answer against the contract: themselves or, while a store is away, nobody can say. */
export async function askWhoIs({ agent, username }: Person, tally: Tally): Promise<'known' | 'unavailable'> {
  const began = performance.now();
  const { status, data, errors } = await agent.send('{ me { username } }');
  const took = performance.now() - began;
  if (took > ANSWERED_WITHIN) {
    tally.violation(`an answer took ${Math.round(took)} ms`);
  }
  if (data?.me?.username === username) {
    return 'known';
  }
  if (status !== 503 || errors?.[0]?.extensions.code !== 'SERVICE_UNAVAILABLE' || data !== undefined) {
    tally.violation(`a session that nobody ended was answered by ${JSON.stringify({ status, data, errors })}`);
  }
  return 'unavailable';
}

/** Does several things over and over, until it is told to stop. */
export function keepDoing(works: (() => Promise<unknown>)[]): { stop(): Promise<void> } {
  let stopped = false;
  const all = works.map(async (work) => {
    while (!stopped) {
      await work();
      await sleep(5);
    }
  });
  // Whoever stops it hears of a failure.
  all.forEach((one) => void one.catch(() => undefined));
  return {
    async stop() {
      stopped = true;
      await Promise.all(all);
    },
  };
}
