import type { Logger } from 'pino';
import { createAttempts } from '../accounts/attempts.ts';
import type { Services } from '../accounts/services.ts';
import { type Config, loadConfig } from '../config.ts';
import { checkMigrations } from '../database/migrations.ts';
import { createEvents } from '../events/events.ts';
import { createCommandLog } from '../log.ts';
import { createPasswords } from '../passwords/passwords.ts';
import { createPasswordPolicy } from '../passwords/policy.ts';
import { createDatabaseStore } from '../sessions/database-store.ts';
import { pingRedis } from '../sessions/redis-connection.ts';
import { createRedisStore } from '../sessions/redis-store.ts';
import { createSessions } from '../sessions/sessions.ts';
import { openStores, type Stores } from '../stores.ts';
import { Refusal } from './refusal.ts';

/** What a command works with. It signs nothing: that is the service's, whose key a command may not have. */
export interface CommandServices extends Omit<Services, 'users' | 'signer'> {
  config: Config;
}

/** What a command asks of the environment. */
export interface Needs {
  /** The folder with schema.prisma and migrations/. */
  prismaDirectory: string;
  /** Whether it works on what is kept in Redis, where there is one; the others don't connect to it. */
  redis?: boolean;
}

/**
 * Opens what a command needs, lets it work, and closes it again. The database has to be there with its migrations: a
 * command waits for nothing and migrates nothing.
 */
export async function withServices<T>(
  { prismaDirectory, redis = false }: Needs,
  work: (services: CommandServices) => Promise<T>,
): Promise<T> {
  const config = loadConfig(undefined, redis ? ['DATABASE_URL', 'REDIS_URL'] : ['DATABASE_URL']);
  const log = createCommandLog(config);
  const stores = await openStores(redis ? config : { ...config, redis: null }, log);
  try {
    await requireStores(stores);
    await checkMigrations(stores.database, prismaDirectory);
    return await work({ config, log, clock: Date.now, ...createServices(config, stores, log) });
  } finally {
    await stores.close();
  }
}

async function requireStores({ database, redis }: Stores): Promise<void> {
  await requireStore('The database', () => database.rows({ name: 'ping', text: 'SELECT 1' }, []));
  if (redis) {
    await requireStore('Redis', () => pingRedis(redis));
  }
}

async function requireStore(name: string, ping: () => Promise<unknown>): Promise<void> {
  await ping().catch(({ code, message }: NodeJS.ErrnoException) => {
    throw new Refusal(`${name} can’t be used: ${message || code}`);
  });
}

function createServices(config: Config, { database, redis }: Stores, log: Logger) {
  const { lifetimes } = config.sessions;
  const store = redis ? createRedisStore(redis, lifetimes) : createDatabaseStore(database, lifetimes);
  const events = createEvents(log, Date.now);
  return {
    database,
    events,
    sessions: createSessions(store, Date.now, config.sessions),
    passwords: createPasswords({ cost: config.bcryptCost, hashing: config.hashing }),
    passwordPolicy: createPasswordPolicy({ minLength: config.passwordMinLength, serviceName: config.serviceName }),
    attempts: createAttempts(config.limits, redis, events, Date.now),
  };
}
