import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createAttempts } from './accounts/attempts.ts';
import { TooLate } from './accounts/in-time.ts';
import type { Services } from './accounts/services.ts';
import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import { observeDatabase } from './database/observed-database.ts';
import { prepareDatabase } from './database/prepare-database.ts';
import { isStoreFault } from './database/store-fault.ts';
import { createUserLookup } from './database/user-lookup.ts';
import { createEvents, type Events } from './events/events.ts';
import { listen } from './events/listeners.ts';
import { createEngine } from './graphql/engine.ts';
import { operationNames } from './graphql/operation-name.ts';
import { plugins } from './graphql/plugins.ts';
import { schema } from './graphql/schema.ts';
import { createCallerOf } from './http/caller.ts';
import { closeServer } from './http/close-server.ts';
import { createDoor } from './http/graphql-door.ts';
import { createHttpServer } from './http/http-server.ts';
import { createPlayground } from './http/playground.ts';
import { createOriginReport } from './http/refused-origin.ts';
import { createRequestIdOf } from './http/request-id.ts';
import { anyDocument, type FindDocument, loadTrustedDocuments } from './http/trusted-documents.ts';
import { loadUi } from './http/ui.ts';
import { createObservers, type Observers } from './observers.ts';
import { HashQueueFull } from './passwords/hash-queue.ts';
import { createPasswords } from './passwords/passwords.ts';
import { createPasswordPolicy } from './passwords/policy.ts';
import { createDatabaseStore } from './sessions/database-store.ts';
import { observeRedis } from './sessions/observed-redis.ts';
import { createRedisStore } from './sessions/redis-store.ts';
import { createSessions } from './sessions/sessions.ts';
import { sweepRegularly } from './sessions/sweeper.ts';
import { createSigner } from './signature.ts';
import { openStores, type Stores } from './stores.ts';
import { type Clock, SECOND } from './time.ts';

/** How much of the time for a stop is left for what comes after the requests. */
const STORES_CLOSE = 0.4 * SECOND;

/** What the process brings. */
export interface AppParts {
  /** The folder with schema.prisma and migrations/. */
  prismaDirectory: string;
  log: Logger;
  clock?: Clock;
  /** Subscribes to what happens to accounts; by default events/listeners.ts does. */
  listen?: (events: Events) => void;
  /** The folder with the built UI; without one, or where it isn't there, no UI is served. */
  uiDirectory?: string;
  /** The documents of our own client and pages, as the build writes them; for TRUSTED_DOCUMENTS=only. */
  documentsFile?: string;
  /** A database that is open and stays open; by default the configuration's own is opened, and closed again. */
  database?: Database;
}

/** The service, made and not yet listening. */
export interface App {
  /** Starts to listen, and answers on which port. */
  listen(): Promise<number>;
  /**
   * True when the stores have answered, the migrations are in place and passwords can be hashed; false where it was closed
   * before. @throws {MigrationError}
   */
  ready: Promise<boolean>;
  /**
   * Is not ready any more, finishes the requests in flight and lets go of everything. For `delay` milliseconds before
   * that it still takes requests, and ends each connection with its answer: so nobody is refused who couldn't know.
   */
  close(delay?: number): Promise<void>;
}

/**
 * Makes everything there is, once. No other file makes a thing that another one uses.
 * @throws {DataDirectoryError | ConfigError} where what the configuration names can't be opened
 */
export async function createApp(config: Config, parts: AppParts): Promise<App> {
  const { log } = parts;
  const findDocument = await chooseDocuments(config, parts);
  const stores = await openStores(config, log, parts.database);
  const stop = new AbortController();
  const observers = await createObservers(config, log, operationNames(schema));
  const services = createServices(config, parts, observeStores(stores, observers), observers);
  const report = reporter(stores, log);

  let isOpen = false;
  let isComplete = false;
  const ready = prepareDatabase({
    database: stores.database,
    migrate: config.migrate,
    prismaDirectory: parts.prismaDirectory,
    log,
    isReachable: stores.watch.check,
    signal: stop.signal,
  }).then(async (prepared) => {
    if (prepared) {
      isOpen = true;
      // After that: it takes a while, and whoever is logged in needs no hash.
      await services.passwords.start();
      isComplete = true;
    }
    return prepared;
  });
  // Whoever waits for `ready` hears of its failure; nobody has to.
  ready.catch(() => undefined);

  const engine = createEngine({
    schema,
    plugins,
    introspection: config.introspection,
    limits: config.query,
    report,
  });
  const callerOf = createCallerOf(config, log);
  const isReady = async () => isComplete && !stop.signal.aborted && (await stores.watch.check());
  const { door: watch, aroundOperation } = observers;
  const door = createDoor({ config, engine, services, callerOf, findDocument, isOpen: () => isOpen, watch });
  const server = createHttpServer({
    config,
    requestIdOf: createRequestIdOf(config),
    answerOperation: aroundOperation
      ? (request, requestId) => aroundOperation(request, requestId, () => door(request, requestId))
      : door,
    reportOrigin: createOriginReport(services, callerOf),
    playground: config.playground ? createPlayground() : null,
    ui: parts.uiDirectory === undefined ? null : loadUi(parts.uiDirectory),
    isReady,
    isDraining: () => stop.signal.aborted,
    report,
    watch,
  });
  const sweeper = sweepRegularly(services.sessions, log, stop.signal);

  return {
    ready,
    async listen() {
      await observers.listen({
        stores: () => stores.watch.check().then(stores.watch.states),
        ready: isReady,
        pool: stores.database.pool,
        hashQueue: services.passwords.queue,
      });
      server.listen(config.port, config.host);
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    },
    async close(delay = 0) {
      stop.abort();
      await sleep(server.listening ? delay : 0);
      await closeServer(server, config.timeouts.stop - delay - STORES_CLOSE);
      await Promise.allSettled([ready, sweeper]);
      await stores.close();
      await observers.close();
    },
  };
}

async function chooseDocuments({ trustedDocuments }: Config, { documentsFile }: AppParts): Promise<FindDocument> {
  const own = documentsFile === undefined ? [] : [documentsFile];
  return trustedDocuments ? loadTrustedDocuments([...own, ...trustedDocuments.more]) : anyDocument;
}

/** The stores, with somebody around each of their calls where anybody is to be. */
function observeStores({ database, redis, secretKeys }: Stores, observers: Observers): ObservedStores {
  const { aroundDatabase, aroundRedis } = observers;
  return {
    database: aroundDatabase ? observeDatabase(database, aroundDatabase) : database,
    redis: redis && aroundRedis ? observeRedis(redis, aroundRedis) : redis,
    secretKeys,
  };
}

type ObservedStores = Pick<Stores, 'database' | 'redis' | 'secretKeys'>;

function createServices(
  config: Config,
  parts: AppParts,
  { database, redis, secretKeys }: ObservedStores,
  observers: Observers,
): Services {
  const { log, clock = Date.now } = parts;
  const { lifetimes } = config.sessions;
  const store = redis ? createRedisStore(redis, lifetimes) : createDatabaseStore(database, lifetimes);
  const events = createEvents(log, clock);
  (parts.listen ?? listen)(events);
  observers.countEvents(events);
  const { aroundHashing, aroundStep } = observers;
  const users = createUserLookup(database);
  const sessions = createSessions(store, clock, config.sessions);
  return {
    database,
    log,
    clock,
    users: aroundStep ? (id) => aroundStep('find the user', () => users(id)) : users,
    sessions: aroundStep
      ? { ...sessions, find: (token) => aroundStep('find the session', () => sessions.find(token)) }
      : sessions,
    passwords: createPasswords({
      cost: config.bcryptCost,
      hashing: config.hashing,
      ...(aroundHashing && { around: aroundHashing }),
    }),
    passwordPolicy: createPasswordPolicy({ minLength: config.passwordMinLength, serviceName: config.serviceName }),
    attempts: createAttempts(config.limits, redis, events, clock),
    events,
    signer: createSigner(secretKeys),
  };
}

/** A store's fault is the watch's to tell, once an outage; anything else is a defect, and told each time. */
function reporter({ watch }: Stores, log: Logger): (error: unknown, requestId: string) => void {
  return (error, requestId) => {
    if (isStoreFault(error)) {
      log.debug({ error, requestId }, 'a request found a store unavailable');
      watch.check().catch(() => undefined);
    } else if (error instanceof HashQueueFull || error instanceof TooLate) {
      log.warn({ requestId }, `a request was refused: ${error.message}`);
    } else {
      log.error({ error, requestId }, 'unexpected error');
    }
  };
}
