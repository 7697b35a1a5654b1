import { pino } from 'pino';
import { type App, createApp } from '../../app.ts';
import { type Config, loadConfig } from '../../config.ts';
import { SECOND } from '../../time.ts';
import type { Scene } from './scene.ts';

/** Two services in this process on one pair of stores, so cheap that a thousand races take seconds. */
export interface TwoServices extends AsyncDisposable {
  urls: readonly [string, string];
  /** Lets time pass, for both. */
  advance(milliseconds: number): void;
  /** What they logged of defects. */
  defects: string[];
}

const WIDE = { count: 1_000_000, seconds: 900 };
/** The longest row of wrong passwords that LIMIT_LOGIN_ACCOUNT takes. */
const LONG = { count: 100, seconds: 900 };

/** The races are about what wins, not about when: on a busy machine nobody shall be refused for being late. */
const PATIENCE = 20 * SECOND;

/** `sessions` says where they keep their sessions. */
export async function startTwoServices(scene: Scene, sessions: 'Redis' | 'the database'): Promise<TwoServices> {
  const { REDIS_URL, ...env } = scene.env;
  const loaded = loadConfig({
    ...env,
    NODE_ENV: 'test',
    PORT: '0',
    BCRYPT_COST: '10',
    ...(sessions === 'Redis' && { REDIS_URL }),
  });
  const names = Object.keys(loaded.limits);
  const limits = Object.fromEntries(names.map((name) => [name, name === 'loginAccount' ? LONG : WIDE]));
  const config = { ...loaded, bcryptCost: 4, deadline: PATIENCE, limits: limits as unknown as Config['limits'] };
  const defects: string[] = [];
  let elapsed = 0;
  const parts = {
    prismaDirectory: 'prisma',
    log: pino({ level: 'error' }, { write: (line: string) => void defects.push(line) }),
    clock: () => Date.now() + elapsed,
  };
  const apps = [await createApp(config, parts), await createApp(config, parts)] as const;
  return {
    urls: [await urlOf(apps[0]), await urlOf(apps[1])],
    defects,
    advance: (milliseconds) => {
      elapsed += milliseconds;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(apps.map((app) => app.close()));
    },
  };
}

async function urlOf(app: App): Promise<string> {
  const port = await app.listen();
  await app.ready;
  return `http://127.0.0.1:${port}`;
}
