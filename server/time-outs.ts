import { availableParallelism } from 'node:os';
import { MINUTE, SECOND } from './time.ts';

/** What a PostgreSQL server is given, in milliseconds but for the pool's size. */
export interface DatabaseTimeouts {
  /** How many connections the pool holds at the most. */
  readonly poolSize: number;
  /** How long a query waits for a connection: a free one of the pool's, or a new one. */
  readonly connect: number;
  /** After which a connection that nobody uses is closed. */
  readonly idle: number;
  /** How long a statement may run, and how long its answer is waited for. */
  readonly statement: number;
  /** How long a statement waits for a row that another one holds. */
  readonly lock: number;
  /** How long a transaction may do nothing. */
  readonly idleInTransaction: number;
  /** How long one statement of a migration may run. */
  readonly migration: number;
}

/** What a Redis server is given, in milliseconds. */
export interface RedisTimeouts {
  readonly connect: number;
  readonly command: number;
}

/** How long a client may take, in milliseconds: for its headers, for its whole request, and until the next one. */
export interface HttpTimeouts {
  readonly headers: number;
  readonly request: number;
  readonly keepAlive: number;
}

/** How many passwords are hashed at a time, and how many may wait for their turn. */
export interface HashLimits {
  readonly concurrency: number;
  readonly mostWaiting: number;
}

/*
 * Where the configuration doesn't say otherwise; .env.example says why each is what it is. Together they keep the
 * promise that a request is answered within three seconds: each wait is shorter than that.
 */

export const DATABASE_TIMEOUTS: DatabaseTimeouts = {
  poolSize: 10,
  connect: 2 * SECOND,
  idle: MINUTE,
  statement: 2.5 * SECOND,
  lock: 2 * SECOND,
  idleInTransaction: 5 * SECOND,
  migration: 10 * MINUTE,
};

export const REDIS_TIMEOUTS: RedisTimeouts = { connect: 2 * SECOND, command: 1 * SECOND };

export const HTTP_TIMEOUTS: HttpTimeouts = { headers: 10 * SECOND, request: 30 * SECOND, keepAlive: 65 * SECOND };

/** Each takes memory, with Django's argon2 a hundred megabytes; on more cores than these run more processes. */
const MOST_HASHES_AT_ONCE = 3;

/** As many as there are cores for one of so many processes: the thread that answers requests goes before them. */
export function hashesAtOnce(processes: number): number {
  return Math.min(Math.max(1, Math.floor(availableParallelism() / processes)), MOST_HASHES_AT_ONCE);
}

export const HASH_LIMITS: HashLimits = { concurrency: hashesAtOnce(1), mostWaiting: 1000 };

/** How long a store may take to say that it is there. */
export const STORE_PING_TIMEOUT = 1 * SECOND;

/** How long the requests in flight may take after SIGTERM. */
export const STOP_TIMEOUT = 9 * SECOND;
