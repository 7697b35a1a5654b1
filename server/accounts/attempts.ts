import { createHash } from 'node:crypto';
import type { AttemptLimits } from '../environment.ts';
import type { Limit } from '../environment-values.ts';
import type { EventOf } from '../events/event.ts';
import type { Events } from '../events/events.ts';
import { addressKey } from '../ip-address.ts';
import type { RedisClient } from '../sessions/redis-connection.ts';
import type { Clock } from '../time.ts';
import { type Allowance, createMemoryAllowance, createRedisAllowance } from './allowance.ts';
import type { Caller } from './caller.ts';
import { type Counters, counted, rowOf, windowOf } from './counters.ts';
import { AccountError, InvalidCredentials } from './errors.ts';
import { type Lockout, type LockoutRules, MOST_IN_A_ROW } from './lockout.ts';
import { createMemoryLockout } from './memory-lockout.ts';
import { createRedisLockout } from './redis-lockout.ts';
import { foldUsername } from './username.ts';

/** Who attempts something, as far as is known: the viewer, and where they are. */
interface Who {
  userId: string | null;
  /** A pseudonym of the name that they gave, if they did. Made where something is refused: most attempts aren't. */
  nameHash: () => string | null;
  caller: Caller;
}

/** One for all: what everybody does together is counted under it. */
const EVERYBODY = 'everybody';

export type Attempts = ReturnType<typeof createAttempts>;

/** Counts attempts in Redis where there is one, so that all processes share the counters, and in the process otherwise. */
export function createAttempts(limits: AttemptLimits, redis: RedisClient | null, events: Events, clock: Clock) {
  const openWindow = (limit: Limit, name: string): Allowance =>
    redis ? createRedisAllowance(redis, limit, `attempts:${name}`) : createMemoryAllowance(limit);
  const openLockout = (rules: LockoutRules, name: string): Lockout =>
    redis ? createRedisLockout(redis, rules, clock, `attempts:${name}`) : createMemoryLockout(rules, clock);

  const loginAccount = openLockout({ free: limits.loginAccount, address: limits.loginAccountAddress }, 'login-account');
  const loginDevice = openLockout(
    { free: limits.loginAccount, address: { ...limits.loginAccountAddress, count: MOST_IN_A_ROW } },
    'login-device',
  );
  const loginAddress = openWindow(limits.loginAddress, 'login-address');
  const loginService = openWindow(limits.loginService, 'login-service');
  const signupAddress = openWindow(limits.signupAddress, 'signup-address');
  const signupService = openWindow(limits.signupService, 'signup-service');
  const revokeAccount = openWindow(limits.revokeAccount, 'revoke-account');
  const checkPasswordAddress = openWindow(limits.checkPasswordAddress, 'check-password-address');
  const checkPasswordService = openWindow(limits.checkPasswordService, 'check-password-service');

  function guard<T>(
    { caller, userId, nameHash }: Who,
    counters: Counters,
    countsError: (error: unknown) => boolean,
    work: () => Promise<T>,
  ): Promise<T> {
    const onRefused = ({ allowance }: { allowance: EventOf<'limited'>['allowance'] }) =>
      events.emit({ type: 'limited', userId, nameHash: nameHash(), allowance }, caller);
    return counted(counters, onRefused, countsError, work);
  }

  return {
    /**
     * Runs a check of a password, counted before it. A device that is known counts for itself alone, so that neither
     * guesses elsewhere nor neighbours at its address keep its owner out; everybody else counts for the address, for the
     * service and for the account. A name that doesn't exist is counted like one that does.
     * @throws {TooManyAttempts} before the work
     */
    guardPassword<T>(username: string, device: string | null, who: Who, work: () => Promise<T>): Promise<T> {
      const address = addressKey(who.caller.address);
      const account = keyOf(foldUsername(username));
      const ofDevice = { everybody: 'loginDevice', address: 'loginDevice' } as const;
      const ofAccount = { everybody: 'loginAccount', address: 'loginAccountAddress' } as const;
      const counters: Counters =
        device === null
          ? [
              // The address first: one that is used up leaves no trace on accounts, neither a record nor an attempt.
              windowOf(loginAddress, 'loginAddress', address, 'failures'),
              windowOf(loginService, 'loginService', EVERYBODY, 'failures'),
              rowOf(loginAccount, ofAccount, account, address),
            ]
          : [rowOf(loginDevice, ofDevice, device, address)];
      return guard(who, counters, (error) => error instanceof InvalidCredentials, work);
    },

    /**
     * Runs a signup. Every answer counts for the address, because each tells whether a name is taken; a store's fault
     * does not. For the service accounts count, so that refusals, which cost nothing, keep nobody else out.
     * @throws {TooManyAttempts} before the work
     */
    guardSignup<T>(who: Who, work: () => Promise<T>): Promise<T> {
      const counters: Counters = [
        windowOf(signupAddress, 'signupAddress', addressKey(who.caller.address), 'answers'),
        windowOf(signupService, 'signupService', EVERYBODY, 'successes'),
      ];
      return guard(who, counters, isAnswer, work);
    },

    /**
     * Runs a signing out of everybody else, of which each counts.
     * @throws {TooManyAttempts} before the work
     */
    guardRevocation<T>(userId: string, caller: Caller, work: () => Promise<T>): Promise<T> {
      const counters: Counters = [windowOf(revokeAccount, 'revokeAccount', userId, 'answers')];
      return guard({ userId, nameHash: noName, caller }, counters, isAnswer, work);
    },

    /**
     * Runs a comparison with the password policy, which proves nothing but costs the processor: every answer counts.
     * @throws {TooManyAttempts} before the work
     */
    guardPolicyCheck<T>(caller: Caller, work: () => Promise<T>): Promise<T> {
      const counters: Counters = [
        windowOf(checkPasswordAddress, 'checkPasswordAddress', addressKey(caller.address), 'answers'),
        windowOf(checkPasswordService, 'checkPasswordService', EVERYBODY, 'answers'),
      ];
      return guard({ userId: null, nameHash: noName, caller }, counters, isAnswer, work);
    },

    /** Forgets the wrong passwords that were counted for an account; those of addresses and devices stay counted. */
    forgetAccount: (username: string): Promise<void> => loginAccount.forget(keyOf(foldUsername(username))),
  };
}

function noName(): null {
  return null;
}

/** An answer to what was asked, and not a fault that let nobody know anything. */
function isAnswer(error: unknown): boolean {
  return error instanceof AccountError;
}

/** A key of bounded length, whatever somebody types as a name. */
function keyOf(name: string): string {
  return createHash('sha256').update(name).digest('base64url');
}
