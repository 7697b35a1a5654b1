import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../time.ts';
import { Agent, type ApiAnswer } from '../agent.ts';
import {
  type Account,
  agentOf,
  changePassword,
  deleteAccount,
  type Ending,
  logIn,
  logOut,
  newAccount,
  signUp,
  UnexpectedAnswer,
} from './account.ts';
import type { Fault } from './faults.ts';
import type { Tally } from './tally.ts';

/** Every request is answered within three seconds; half a second for the test's own way. */
const DEADLINE = 3.5 * SECOND;
const HEALS_WITHIN = 5 * SECOND;

export interface Asking {
  url: string;
  fault: Pick<Fault, 'reads' | 'changes' | 'readiness'>;
  tally: Tally;
}

/** Who reads, who changes the password, who deletes the account, and who logs out. */
export type Four = [Account, Account, Account, Account];

/**
 * Asks everything there is, at once, of a service whose store fails: nothing private is answered that the store can't
 * confirm, nobody is said to be somebody else or nobody, and nothing that needs a password succeeds. Answers everybody
 * to whom it may have happened all the same.
 */
export async function askEverything(asking: Asking, [reader, changer, deleter, leaver]: Four): Promise<Account[]> {
  const { url, fault } = asking;
  const newcomer = newAccount();
  const reading = agentOf(reader, url);
  await Promise.all([
    refused(asking, 'login', () => logIn(reader, url)),
    refused(asking, 'signup', () => signUp(newcomer, url)),
    refused(asking, 'changePassword', () => changePassword(changer, url)),
    refused(asking, 'deleteAccount', () => deleteAccount(deleter, url)),
    inTime(asking, 'logout', () => logOut(leaver, url)),
    readOrRefused(asking, () => reading.send('{ me { username } }'), reader.username),
    readOrRefused(asking, () => reading.send('{ me: mySessions { username: id } }')),
    inTime(asking, 'updateProfile', async () => {
      const answer = await reading.send('mutation { updateProfile(input: { firstName: "x" }) { __typename } }');
      return (fault.changes && answer.data) || requireRefusal(answer);
    }),
    inTime(asking, 'me of a stranger', async () => {
      const { data } = await new Agent(url).send('{ me { username } }');
      ensure(data?.me === null, 'a stranger needs no store', data);
    }),
    status(asking, '/healthz', [200]),
    status(asking, '/readyz', fault.readiness),
  ]);
  ensure(reading.setCookie === null, 'a fault took the cookie', reading.setCookie);
  return [reader, changer, deleter, leaver, newcomer];
}

/** What worked before works again, by itself; whoever was `forgotten` is signed in no more. */
export async function requireHealed(
  { url, tally }: Omit<Asking, 'fault'>,
  account: Account,
  forgotten = false,
): Promise<void> {
  const began = performance.now();
  const agent = agentOf(account, url);
  const isWell = async () => {
    const { data } = await agent.send('{ me { username } }');
    const expected = forgotten ? undefined : account.username;
    ensure(!data || data.me?.username === expected, 'somebody is somebody else, or nobody', data);
    const isReady = (await fetch(`${url}/readyz`)).status === 200;
    return data && isReady && (await logIn(account, url)) === 'acknowledged';
  };
  while (!(await isWell())) {
    if (performance.now() - began > HEALS_WITHIN) {
      tally.violation(`it didn't heal within ${HEALS_WITHIN} ms`);
      return;
    }
    await sleep(50);
  }
  tally.took('healed', performance.now() - began);
}

async function refused(asking: Asking, what: string, ask: () => Promise<Ending>): Promise<void> {
  await inTime(asking, what, async () => {
    ensure((await ask()) !== 'acknowledged', 'it was done, and a store could not confirm it');
  });
}

async function readOrRefused(
  { fault, ...asking }: Asking,
  ask: () => Promise<ApiAnswer>,
  name?: string,
): Promise<void> {
  await inTime(asking, 'a private field', async () => {
    const answer = await ask();
    if (!answer.data) {
      requireRefusal(answer);
      return;
    }
    const { me } = answer.data;
    ensure(fault.reads && (name === undefined || me?.username === name), 'it was answered', answer.data);
  });
}

async function status(asking: Asking, path: string, expected: readonly number[]): Promise<void> {
  await inTime(asking, path, async () => {
    const response = await fetch(`${asking.url}${path}`);
    ensure(expected.includes(response.status), `not ${expected.join(' or ')}`, response.status);
  });
}

/** One question: its answer, whichever it is, comes in time, and is one that the contract has. */
async function inTime({ tally }: Pick<Asking, 'tally'>, what: string, ask: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  try {
    await ask();
  } catch (error) {
    if (!(error instanceof UnexpectedAnswer)) {
      throw error;
    }
    tally.violation(`${what}: ${error.message}`);
  }
  const took = performance.now() - began;
  tally.saw('answers');
  tally.took('answered', took);
  if (took > DEADLINE) {
    tally.violation(`${what} was answered after ${Math.round(took)} ms`);
  }
}

function requireRefusal({ status: given, data, errors, headers }: ApiAnswer): void {
  const codes = errors?.map(({ extensions }) => extensions.code).join();
  const isRefusal = given === 503 && data === undefined && codes === 'SERVICE_UNAVAILABLE';
  ensure(isRefusal && Number(headers.get('retry-after')) > 0, 'no proper refusal', { given, data, errors });
}

/** @throws {UnexpectedAnswer} */
function ensure(isTrue: boolean, what: string, evidence: unknown = ''): void {
  if (!isTrue) {
    throw new UnexpectedAnswer(`${what} ${JSON.stringify(evidence)}`);
  }
}
