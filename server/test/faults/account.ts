import { randomUUID } from 'node:crypto';
import { Agent } from '../agent.ts';

/** Somebody whose requests may be cut short, and what the answers have promised. */
export interface Account {
  readonly username: string;
  readonly email: string;
  exists: 'yes' | 'no' | 'maybe';
  /** One of these is in force: the second one where a change wasn't answered. */
  passwords: string[];
  /** Were in force once, and never are again. */
  past: string[];
  /** Every session that was begun, by the password that it was begun under. */
  sessions: GivenSession[];
  /** What wasn't answered since somebody has looked at the account. */
  unanswered: OperationName | null;
}

export interface GivenSession {
  cookie: string;
  password: string;
  /** Whether it was logged out. */
  ended: 'yes' | 'no' | 'maybe';
}

export type OperationName = 'signup' | 'changePassword' | 'deleteAccount' | 'logout';

/**
 * How a request ended. `done`: refused by a store's fault, after what was asked for was done. `unanswered`: refused by
 * one, or not answered at all, so that it may be done or not.
 */
export type Ending = 'acknowledged' | 'done' | 'unanswered';

const MOST_ATTEMPTS = 10;

/** An answer that the contract doesn't have. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
}

export function newAccount(): Account {
  const username = `person-${randomUUID().slice(0, 13)}`;
  const passwords = [newPassword()];
  const email = `${username}@example.com`;
  return { username, email, exists: 'no', passwords, past: [], sessions: [], unanswered: null };
}

export async function signUp(account: Account, url: string): Promise<Ending> {
  const { username, email, passwords } = account;
  const agent = new Agent(url);
  const [password = ''] = passwords;
  const ending = await endingOf(agent, 'SignupSuccess', () => agent.signup({ username, email, password }));
  account.exists = ending === 'unanswered' ? 'maybe' : 'yes';
  return settle(account, 'signup', ending, agent);
}

/** Somebody new who has signed up; on a busy machine a hash may have to be asked for again. */
export async function signedUp(url: string): Promise<Account> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const account = newAccount();
    if ((await signUp(account, url)) === 'acknowledged') {
      return account;
    }
  }
  throw new Error('nobody could sign up, although nothing was made to fail');
}

/** Logs in, where the password is certain. */
export async function logIn(account: Account, url: string): Promise<Ending> {
  const agent = new Agent(url);
  const [password = ''] = account.passwords;
  const ending = await endingOf(agent, 'LoginSuccess', () => agent.login(account.username, password));
  keepSession(account, ending, agent);
  return ending;
}

/** Changes the password to one that nobody had before. */
export async function changePassword(account: Account, url: string): Promise<Ending> {
  const agent = agentOf(account, url);
  const [current = ''] = account.passwords;
  const next = newPassword();
  const ending = await endingOf(agent, 'ChangePasswordSuccess', () => agent.changePassword(current, next));
  if (ending === 'unanswered') {
    account.passwords = [current, next];
  } else {
    account.passwords = [next];
    account.past.push(current);
  }
  return settle(account, 'changePassword', ending, agent);
}

export async function deleteAccount(account: Account, url: string): Promise<Ending> {
  const agent = agentOf(account, url);
  const [password = ''] = account.passwords;
  const ending = await endingOf(agent, 'DeleteAccountSuccess', () => agent.deleteAccount(password));
  account.exists = ending === 'acknowledged' ? 'no' : 'maybe';
  return settle(account, 'deleteAccount', ending, null);
}

/** Ends the session that began last. */
export async function logOut(account: Account, url: string): Promise<Ending> {
  const agent = agentOf(account, url);
  const session = account.sessions.at(-1) as GivenSession;
  const ending = await endingOf(agent, 'true', async () => {
    const { data, errors, status } = await agent.send('mutation { logout }');
    return data ? { __typename: String(data.logout) } : { __typename: 'TopLevelError', status, ...errors?.[0] };
  });
  session.ended = ending === 'acknowledged' ? 'yes' : 'maybe';
  return settle(account, 'logout', ending, null);
}

function settle(account: Account, operation: OperationName, ending: Ending, agent: Agent | null): Ending {
  account.unanswered = ending === 'unanswered' ? operation : account.unanswered;
  keepSession(account, ending, agent);
  return ending;
}

function keepSession({ sessions, passwords }: Account, ending: Ending, agent: Agent | null): void {
  if (ending === 'acknowledged' && agent?.cookie) {
    sessions.push({ cookie: agent.cookie, password: String(passwords[0]), ended: 'no' });
  }
}

/** Whoever holds the account’s last session. */
export function agentOf({ sessions }: Account, url: string): Agent {
  const agent = new Agent(url);
  agent.cookie = sessions.at(-1)?.cookie ?? null;
  return agent;
}

/** @throws {UnexpectedAnswer} */
async function endingOf(agent: Agent, success: string, ask: () => Promise<Record<string, any>>): Promise<Ending> {
  const answer = await answerOf(ask);
  if (answer === null) {
    return 'unanswered';
  }
  if (answer.__typename === success) {
    return 'acknowledged';
  }
  const { status, extensions = {} } = answer;
  // A store's fault leaves the cookie alone.
  if (status === 503 && extensions.code === 'SERVICE_UNAVAILABLE' && agent.setCookie === null) {
    return extensions.accountCreated || extensions.passwordChanged ? 'done' : 'unanswered';
  }
  throw new UnexpectedAnswer(JSON.stringify({ ...answer, setCookie: agent.setCookie }));
}

/** Null where the connection broke before the answer was here. */
async function answerOf<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof TypeError && /fetch failed|terminated/.test(error.message)) {
      return null;
    }
    throw error;
  }
}

function newPassword(): string {
  return `the word ${randomUUID()}`;
}
