import { pino } from 'pino';
import { createApp } from '../../app.ts';
import { type Config, loadConfig } from '../../config.ts';
import { SECOND } from '../../time.ts';
import { Agent } from '../agent.ts';
import { PRODUCTION } from './scene.ts';
import { newUsername } from './whole-life.ts';

/** The whole service in this process, on the stores that an environment names. */
export interface InsideApp extends AsyncDisposable {
  url: string;
  config: Config;
  /** What was logged, line by line. */
  log: { level: number; msg: string }[];
  /** Answers as a balancer hears it. */
  isReady(): Promise<boolean>;
}

/** Starts it as production would, but for the hash's cost, and waits until it is ready. */
export async function startInside(env: Record<string, string>, overrides: Partial<Config> = {}): Promise<InsideApp> {
  const config = { ...loadConfig({ ...PRODUCTION, PORT: '0', ...env }), bcryptCost: 4, ...overrides };
  const log: InsideApp['log'] = [];
  const stream = { write: (line: string) => void log.push(JSON.parse(line)) };
  const app = await createApp(config, { prismaDirectory: 'prisma', log: pino({ level: 'info' }, stream) });
  const url = `http://127.0.0.1:${await app.listen()}`;
  await app.ready;
  await warmUp(url);
  return {
    url,
    config,
    log,
    isReady: async () => (await fetch(`${url}/readyz`)).status === 200,
    [Symbol.asyncDispose]: () => app.close(),
  };
}

/** The first statement of a process loads Prisma's compiler, which on a busy machine takes longer than a request may. */
async function warmUp(url: string): Promise<void> {
  for (const until = Date.now() + 30 * SECOND; Date.now() < until; ) {
    const { __typename } = await new Agent(url).signup({ username: newUsername(), password: 'the word of nobody' });
    if (__typename === 'SignupSuccess') {
      return;
    }
  }
  throw new Error('the service doesn’t answer');
}
