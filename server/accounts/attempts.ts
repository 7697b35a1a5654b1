import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { Limit } from '../environment.ts';
import type { Caller } from './caller.ts';
import { type Counter, giveBackAll, takeAll } from './counter.ts';
import { AccountError, InvalidCredentials } from './errors.ts';
import { foldUsername } from './username.ts';

export interface AttemptLimits {
  loginAccount: Limit;
  loginAddress: Limit;
  signupAddress: Limit;
}

export type Attempts = ReturnType<typeof createAttempts>;

/** Counts attempts in Redis where there is one, so that all processes share the counters, and in the process otherwise. */
export function createAttempts(limits: AttemptLimits, redis: Redis | null) {
  const open = ({ count, seconds }: Limit, keyPrefix: string): RateLimiterAbstract => {
    const options = { points: count, duration: seconds, keyPrefix };
    return redis ? new RateLimiterRedis({ ...options, storeClient: redis }) : new RateLimiterMemory(options);
  };
  const loginAccount = open(limits.loginAccount, 'attempts:login-account');
  const loginAddress = open(limits.loginAddress, 'attempts:login-address');
  const signupAddress = open(limits.signupAddress, 'attempts:signup-address');

  return {
    /**
     * Runs a check of a password. An attempt is taken per account and per address before it, and given back unless the
     * password was wrong. A name that doesn't exist is counted like one that does.
     * @throws {TooManyAttempts} before the work
     */
    guardPassword<T>(username: string, { address }: Caller, work: () => Promise<T>): Promise<T> {
      const counters = [
        { limiter: loginAccount, key: keyOf(foldUsername(username)) },
        { limiter: loginAddress, key: address },
      ];
      return guard(counters, work, { countsSuccess: false, counts: (error) => error instanceof InvalidCredentials });
    },

    /**
     * Runs a signup. Every answer counts, because each tells whether a name is taken; a store's fault does not.
     * @throws {TooManyAttempts} before the work
     */
    guardSignup<T>({ address }: Caller, work: () => Promise<T>): Promise<T> {
      const counters = [{ limiter: signupAddress, key: address }];
      return guard(counters, work, { countsSuccess: true, counts: (error) => error instanceof AccountError });
    },
  };
}

/** Which outcomes use up the attempt that was taken. */
interface Counting {
  countsSuccess: boolean;
  counts: (error: unknown) => boolean;
}

async function guard<T>(counters: Counter[], work: () => Promise<T>, counting: Counting): Promise<T> {
  const taken = await takeAll(counters);
  try {
    const result = await work();
    await giveBackAll(counting.countsSuccess ? [] : taken);
    return result;
  } catch (error) {
    await giveBackAll(counting.counts(error) ? [] : taken);
    throw error;
  }
}

/** A key of bounded length, whatever somebody types as a name. */
function keyOf(name: string): string {
  return createHash('sha256').update(name).digest('base64url');
}
