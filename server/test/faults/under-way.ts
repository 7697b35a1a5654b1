import {
  type Account,
  changePassword,
  deleteAccount,
  type Ending,
  logOut,
  newAccount,
  type OperationName,
  signedUp,
  signUp,
} from './account.ts';
import type { Tally } from './tally.ts';

/** What is under way when something fails. */
const OPERATIONS: OperationName[] = [
  ...(['signup', 'signup'] as const),
  ...(['changePassword', 'changePassword', 'deleteAccount', 'logout'] as const),
];

export const RUN: Record<OperationName, (account: Account, url: string) => Promise<Ending>> = {
  signup: signUp,
  changePassword,
  deleteAccount,
  logout: logOut,
};

/** Operations that have begun, and whose accounts they are. */
export interface UnderWay {
  accounts: Account[];
  /** Resolves when each is answered, or never will be. */
  ended: Promise<unknown>;
}

/** Begins one of everything that changes something. Whoever is there already is taken from `people`. */
export async function begin(people: Account[], url: string, tally: Tally): Promise<UnderWay> {
  while (people.length < OPERATIONS.length) {
    people.push(await signedUp(url));
  }
  const begun = OPERATIONS.map((operation) => ({
    operation,
    account: operation === 'signup' ? newAccount() : (people.shift() as Account),
  }));
  const ended = begun.map(async ({ operation, account }) => {
    if ((await RUN[operation](account, url)) !== 'unanswered') {
      tally.saw(`${operation} acknowledged`);
    }
  });
  return { accounts: begun.map(({ account }) => account), ended: Promise.all(ended) };
}

/** Those who are still there can be asked for more. */
export function putBack(people: Account[], accounts: Account[]): void {
  people.push(...accounts.filter(({ exists }) => exists === 'yes'));
}

/** A little more than what is under way sends to a store. */
const MOST_TRAFFIC = 60;

/** Resolves at a random piece of what is sent to a store or comes back: the way from a statement to its answer is short. */
export function someTraffic(way: { onTraffic(call: (() => void) | null): void }, then: () => void): Promise<void> {
  return new Promise((resolve) => {
    let left = Math.floor(Math.random() * MOST_TRAFFIC);
    way.onTraffic(() => {
      left -= 1;
      if (left < 0) {
        way.onTraffic(null);
        then();
        resolve();
      }
    });
  });
}
