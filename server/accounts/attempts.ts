import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Limit } from '../environment.ts';
import type { EventOf } from '../events/event.ts';
import type { Events } from '../events/events.ts';
import { addressKey } from '../ip-address.ts';
import { SECOND } from '../time.ts';
import { type Allowance, createMemoryAllowance, createRedisAllowance } from './allowance.ts';
import type { Caller } from './caller.ts';
import { AccountError, InvalidCredentials, TooManyAttempts } from './errors.ts';
import { foldUsername } from './username.ts';

export interface AttemptLimits {
  loginAccount: Limit;
  loginAddress: Limit;
  signupAddress: Limit;
  checkPasswordAddress: Limit;
  revokeAccount: Limit;
}

/** Who attempts something, as far as is known: the viewer, and where they are. */
interface Who {
  userId: string | null;
  /** A pseudonym of the name that they gave, if they did. */
  nameHash: string | null;
  caller: Caller;
}

export type Attempts = ReturnType<typeof createAttempts>;

/** Counts attempts in Redis where there is one, so that all processes share the counters, and in the process otherwise. */
export function createAttempts(limits: AttemptLimits, redis: Redis | null, events: Events) {
  const open = (limit: Limit, name: string): Allowance =>
    redis ? createRedisAllowance(redis, limit, `attempts:${name}`) : createMemoryAllowance(limit);
  const loginAccount = open(limits.loginAccount, 'login-account');
  const loginAddress = open(limits.loginAddress, 'login-address');
  const signupAddress = open(limits.signupAddress, 'signup-address');
  const revokeAccount = open(limits.revokeAccount, 'revoke-account');
  const checkPasswordAddress = open(limits.checkPasswordAddress, 'check-password-address');

  function guard<T>(who: Who, counters: Counter[], work: () => Promise<T>, counting: Counting): Promise<T> {
    const onLimited = ({ name }: Counter) =>
      events.emit({ type: 'limited', userId: who.userId, nameHash: who.nameHash, allowance: name }, who.caller);
    return guardWith(onLimited, counters, work, counting);
  }

  return {
    /**
     * Runs a check of a password. An attempt is taken per account and per address before it, and given back unless the
     * password was wrong. A name that doesn't exist is counted like one that does.
     * @throws {TooManyAttempts} before the work
     */
    guardPassword<T>(username: string, who: Who, work: () => Promise<T>): Promise<T> {
      const counters: Counter[] = [
        // The address first: one that is used up leaves no trace on accounts, neither a record nor an attempt.
        { name: 'loginAddress', allowance: loginAddress, key: addressKey(who.caller.address) },
        { name: 'loginAccount', allowance: loginAccount, key: keyOf(foldUsername(username)) },
      ];
      return guard(who, counters, work, {
        countsSuccess: false,
        counts: (error) => error instanceof InvalidCredentials,
      });
    },

    /**
     * Runs a signup. Every answer counts, because each tells whether a name is taken; a store's fault does not.
     * @throws {TooManyAttempts} before the work
     */
    guardSignup<T>(who: Who, work: () => Promise<T>): Promise<T> {
      const counters: Counter[] = [
        { name: 'signupAddress', allowance: signupAddress, key: addressKey(who.caller.address) },
      ];
      return guard(who, counters, work, {
        countsSuccess: true,
        counts: (error) => error instanceof AccountError,
      });
    },

    /**
     * Runs a signing out of everybody else, of which each counts.
     * @throws {TooManyAttempts} before the work
     */
    guardRevocation<T>(userId: string, caller: Caller, work: () => Promise<T>): Promise<T> {
      const counters: Counter[] = [{ name: 'revokeAccount', allowance: revokeAccount, key: userId }];
      return guard({ userId, nameHash: null, caller }, counters, work, {
        countsSuccess: true,
        counts: (error) => error instanceof AccountError,
      });
    },

    /**
     * Runs a comparison with the password policy, which proves nothing but costs the processor: every answer counts.
     * @throws {TooManyAttempts} before the work
     */
    guardPolicyCheck<T>(caller: Caller, work: () => Promise<T>): Promise<T> {
      const counters: Counter[] = [
        { name: 'checkPasswordAddress', allowance: checkPasswordAddress, key: addressKey(caller.address) },
      ];
      return guard({ userId: null, nameHash: null, caller }, counters, work, {
        countsSuccess: true,
        counts: (error) => error instanceof AccountError,
      });
    },

    /** Forgets the wrong passwords that were counted for an account; those of addresses stay counted. */
    forgetAccount: (username: string): Promise<void> => loginAccount.forget(keyOf(foldUsername(username))),
  };
}

/** One allowance, and the key that is counted under. */
interface Counter {
  name: EventOf<'limited'>['allowance'];
  allowance: Allowance;
  key: string;
}

/** Which outcomes use up the attempt that was taken. */
interface Counting {
  countsSuccess: boolean;
  counts: (error: unknown) => boolean;
}

async function guardWith<T>(
  onLimited: (counter: Counter) => void,
  counters: Counter[],
  work: () => Promise<T>,
  counting: Counting,
): Promise<T> {
  await takeAll(counters, onLimited);
  try {
    const result = await work();
    await giveBack(counting.countsSuccess ? [] : counters);
    return result;
  } catch (error) {
    await giveBack(counting.counts(error) ? [] : counters);
    throw error;
  }
}

/** Takes one attempt from each counter in turn, or from none of them. */
async function takeAll(counters: Counter[], onLimited: (counter: Counter) => void): Promise<void> {
  const taken: Counter[] = [];
  try {
    for (const counter of counters) {
      const wait = await counter.allowance.take(counter.key);
      if (wait > 0) {
        onLimited(counter);
        throw new TooManyAttempts(Math.ceil(wait / SECOND));
      }
      taken.push(counter);
    }
  } catch (error) {
    await giveBack(taken);
    throw error;
  }
}

/** A counter that can't be reached now keeps the attempt: too strict for one window, never too lax. */
async function giveBack(counters: Counter[]): Promise<void> {
  await Promise.allSettled(counters.map(({ allowance, key }) => allowance.giveBack(key)));
}

/** A key of bounded length, whatever somebody types as a name. */
function keyOf(name: string): string {
  return createHash('sha256').update(name).digest('base64url');
}
