import { pino } from 'pino';
import { createApp } from '../app.ts';
import { type Config, loadConfig } from '../config.ts';
import type { Database } from '../database/database.ts';
import type { Limit } from '../environment-values.ts';
import type { Events } from '../events/events.ts';
import { Agent } from './agent.ts';
import { openFileStores } from './file-stores.ts';
import type { Person } from './people.ts';

/** Wide enough that only a test about limits meets one. */
const WIDE = { count: 100_000, seconds: 900 };

/** One for all, as processes of one service have it. */
const SECRET_KEY = 'the key of the tests, which opens nothing';

/** The whole service on a real socket, on this file's stores, with a clock that tests may move. */
export interface TestApp extends AsyncDisposable {
  url: string;
  database: Database;
  config: Config;
  /** What was logged, line by line. */
  log: { level: number; msg: string }[];
  /** A new client without a cookie. */
  visitor(headers?: Record<string, string>): Agent;
  /** A new client that has just signed up. */
  signedUp(person: Person): Promise<Agent>;
  /** A new client that has just logged in. */
  loggedIn(person: Person, remember?: boolean): Promise<Agent>;
  /** Lets time pass. */
  advance(milliseconds: number): void;
  /** Lets no more time pass but that. */
  freeze(): void;
}

export interface TestAppOptions extends Partial<Omit<Config, 'limits' | 'query'>> {
  /** The limits that the test is about; the others are wide. */
  limits?: Partial<Config['limits']>;
  /** The limits of a query that the test changes. */
  query?: Partial<Config['query']>;
  /** Leaves the users and sessions that are there, as a second process on the same stores finds them. */
  keep?: boolean;
  /** Where the built UI is, for tests of it. */
  uiDirectory?: string;
  /** The documents that the build has written. */
  documentsFile?: string;
  /** Listens to what happens to accounts. */
  listen?: (events: Events) => void;
}

function everyLimit({ limits }: Config, limit: Limit): Config['limits'] {
  return Object.fromEntries(Object.keys(limits).map((name) => [name, limit])) as unknown as Config['limits'];
}

/** Starts the service anew; users and sessions of an earlier test are gone. */
export async function startTestApp({
  keep = false,
  uiDirectory,
  documentsFile,
  listen,
  limits,
  query,
  ...overrides
}: TestAppOptions = {}): Promise<TestApp> {
  const stores = await openFileStores();
  await (keep ? undefined : stores.empty());
  const defaults = loadConfig({ NODE_ENV: 'test', PORT: '0', SECRET_KEY });
  const config: Config = {
    ...defaults,
    bcryptCost: 4,
    ...stores.config,
    ...overrides,
    limits: { ...everyLimit(defaults, WIDE), ...limits },
    query: { ...defaults.query, ...query },
  };
  let elapsed = 0;
  let frozenAt: number | null = null;
  const log: TestApp['log'] = [];
  const app = await createApp(config, {
    prismaDirectory: 'prisma',
    uiDirectory,
    documentsFile,
    listen,
    log: pino({ level: 'debug' }, { write: (line: string) => void log.push(JSON.parse(line)) }),
    clock: () => (frozenAt ?? Date.now()) + elapsed,
    // A test that names another way to the database has a connection of its own.
    ...(overrides.database === undefined && { database: stores.database }),
  });
  const url = `http://127.0.0.1:${await app.listen()}`;
  await app.ready;

  async function begun(agent: Agent, result: Promise<Record<string, any>>): Promise<Agent> {
    const { __typename, ...rest } = await result;
    if (!__typename.endsWith('Success')) {
      throw new Error(`${__typename} ${JSON.stringify(rest)}`);
    }
    return agent;
  }

  return {
    url,
    config,
    log,
    database: stores.database,
    visitor: (headers) => new Agent(url, headers),
    signedUp(person) {
      const agent = new Agent(url);
      return begun(agent, agent.signup(person));
    },
    loggedIn({ username, password }, remember) {
      const agent = new Agent(url);
      return begun(agent, agent.login(username, password, remember));
    },
    advance: (milliseconds) => {
      elapsed += milliseconds;
    },
    freeze: () => {
      frozenAt = Date.now();
    },
    async [Symbol.asyncDispose]() {
      await app.close();
      const unexpected = log.filter(({ level }) => level >= 50);
      if (unexpected.length > 0) {
        throw new Error(`unexpected error in the log: ${JSON.stringify(unexpected)}`);
      }
    },
  };
}
