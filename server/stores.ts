import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import { openPostgres } from './database/postgres.ts';
import { withDeadline } from './deadline.ts';
import { openSecretKeys } from './secret-keys.ts';
import { openRedis, pingRedis, type RedisClient, watchConnection } from './sessions/redis-connection.ts';
import type { SecretKeys } from './signature.ts';
import { createStoreWatch, type StoreWatch, type WatchedStore } from './store-watch.ts';

/** What keeps the data, and whoever watches over it. */
export interface Stores {
  database: Database;
  /** Absent: sessions live in the database. */
  redis: RedisClient | null;
  secretKeys: SecretKeys;
  watch: StoreWatch;
  close(): Promise<void>;
}

/**
 * Opens the stores that the configuration names. A server that is away is no failure: it is waited for.
 * @throws {DataDirectoryError} where the embedded database can't have its directory, or the key in it
 */
export async function openStores(config: Config, log: Logger, shared?: Database): Promise<Stores> {
  // What a connection suffers while nobody waits for it is seen by the watch, too, and said once.
  const onFault = (error: Error) => log.debug({ error }, 'a store’s connection failed');
  const database = shared ?? (await openDatabase(config, onFault));
  // The directory is locked now. A database that is shared is kept by somebody else, with its directory.
  const directory = !shared && 'directory' in config.database ? config.database.directory : null;
  const secretKeys = await openSecretKeys(config, directory).catch(async (error: unknown) => {
    await (shared ? undefined : database.close());
    throw error;
  });
  // Not waited for: its first connection is made while Redis makes its own.
  pingDatabase(database).catch(onFault);
  const redis = config.redis && openRedis(config.redis, config.timeouts.redis);
  let redisFault: Error | null = null;
  if (redis) {
    const hear = (error: Error) => {
      redisFault = error;
      onFault(error);
    };
    watchConnection(redis, hear, () => {
      redisFault = null;
    });
    // Behind sentinels that don't answer, the first attempt never ends.
    await withDeadline(redis.connect().catch(onFault), config.timeouts.redis.connect, () => undefined);
  }
  const watch = createStoreWatch(
    watched(config, database, redis, () => redisFault),
    log,
    config.timeouts.storePing,
  );
  return {
    database,
    redis,
    secretKeys,
    watch,
    async close() {
      watch.stop();
      redis?.disconnect();
      await (shared ? undefined : database.close());
    },
  };
}

async function openDatabase(config: Config, onFault: (error: Error) => void): Promise<Database> {
  const { database, timeouts } = config;
  if ('url' in database) {
    return openPostgres(database.url, onFault, timeouts.database, database);
  }
  // A whole PostgreSQL, which a service on a real one has no use for.
  const { openEmbedded } = await import('./database/embedded.ts');
  return openEmbedded(database.directory);
}

function pingDatabase(database: Database): Promise<unknown> {
  return database.rows({ name: 'ping', text: 'SELECT 1' }, []);
}

function watched(
  config: Config,
  database: Database,
  redis: RedisClient | null,
  redisFault: () => Error | null,
): WatchedStore[] {
  const isServer = 'url' in config.database;
  const name = isServer ? 'PostgreSQL (DATABASE_URL)' : 'The embedded database (DATA_DIR)';
  const kind = isServer ? 'postgresql' : 'embedded';
  const stores: WatchedStore[] = [{ name, kind, ping: () => pingDatabase(database) }];
  if (redis) {
    // A command says only that there is no connection; the connection has said why.
    const ping = () => pingRedis(redis).catch((error: Error) => Promise.reject(redisFault() ?? error));
    stores.push({ name: 'Redis (REDIS_URL)', kind: 'redis', ping });
  }
  return stores;
}
