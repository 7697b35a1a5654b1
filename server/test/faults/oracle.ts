import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../time.ts';
import { Agent } from '../agent.ts';
import type { Account, GivenSession } from './account.ts';
import type { Tally } from './tally.ts';

/** Where the oracle looks: at a service that is well, and at the database itself. */
export interface Sight {
  url: string;
  /** Absent where nobody but the service can look. */
  findUser?: (username: string) => Promise<{ email: string } | null>;
  /** The store of sessions has lost what it had answered: nobody has to be signed in any more. */
  forgot?: boolean;
  tally: Tally;
}

/** More sessions and passwords of earlier rounds would only be asked for again. */
const SESSIONS_KEPT = 3;
const PAST_KEPT = 1;

const ANSWERS_WITHIN = 10 * SECOND;

/**
 * Holds an account against what its answers have promised: one that was answered is as the answer said, and one that
 * wasn't is as before or as asked for, whole either way. Afterwards what was uncertain is settled.
 */
export async function judge(account: Account, sight: Sight): Promise<void> {
  const { tally, url, findUser, forgot = false } = sight;
  const [entering, past, alive] = await Promise.all([
    openedBy(account, account.passwords, url),
    openedBy(account, account.past, url),
    Promise.all(account.sessions.map(({ cookie }) => isAlive(cookie, url))),
  ]);
  const row = findUser ? await findUser(account.username) : (entering[0] ?? null);
  const password = entering[0]?.password ?? null;
  const sessions = account.sessions.map((session, index) => ({ ...session, isAlive: alive[index] as boolean }));
  const wrong = [
    ...existence(account, row, entering),
    ...past.map(() => 'a password that was replaced logs in'),
    ...sessions.flatMap((session) => zombie(session, password, forgot)),
  ];
  for (const what of wrong) {
    tally.violation(`${what}: ${JSON.stringify({ ...account, row, entering, sessions })}`);
  }
  if (account.unanswered) {
    tally.saw(`${account.unanswered} unanswered and ${effectOf(account, password, sessions)}`);
  }
  settle(account, entering, sessions);
}

function existence({ exists, email }: Account, row: { email: string } | null, entering: Entry[]): string[] {
  if (exists === 'yes' && !row) {
    return ['an account that was acknowledged is lost'];
  }
  if (exists === 'no' && row) {
    return ['an account that was deleted is there'];
  }
  if (entering.length !== (row ? 1 : 0)) {
    return [`${entering.length} passwords log in`];
  }
  return row && [row, ...entering].some((seen) => seen.email !== email) ? ['an account is there in part'] : [];
}

/** A password that logs in, and what is found then. */
interface Entry {
  password: string;
  email: string;
  cookie: string;
}

/** A session lives as long as the password that it began under, if nobody ended it. */
function zombie(session: GivenSession & { isAlive: boolean }, password: string | null, forgot: boolean): string[] {
  const mayLive = password === session.password && (forgot || session.ended !== 'yes');
  const mustLive = password === session.password && session.ended === 'no' && !forgot;
  if (session.isAlive && !mayLive) {
    return ['a session that ended is alive'];
  }
  return !session.isAlive && mustLive ? ['a session that nobody ended is dead'] : [];
}

function effectOf(account: Account, password: string | null, sessions: { isAlive: boolean }[]): string {
  switch (account.unanswered) {
    case 'changePassword':
      return password === account.passwords[1] ? 'done' : 'not done';
    case 'logout':
      return sessions.at(-1)?.isAlive ? 'not done' : 'done';
    case 'deleteAccount':
      return password === null ? 'done' : 'not done';
    default:
      return password === null ? 'not done' : 'done';
  }
}

function settle(account: Account, [entry]: Entry[], sessions: (GivenSession & { isAlive: boolean })[]): void {
  const { password = null } = entry ?? {};
  const known = sessions.map(({ isAlive, ...session }) => ({ ...session, ended: isAlive ? 'no' : 'yes' }) as const);
  account.exists = entry ? 'yes' : 'no';
  account.past = [...account.past, ...account.passwords.filter((other) => other !== password)].slice(-PAST_KEPT);
  account.passwords = password === null ? [] : [password];
  account.sessions = known.slice(-SESSIONS_KEPT);
  account.unanswered = null;
  if (entry && account.sessions.at(-1)?.ended !== 'no') {
    account.sessions.push({ cookie: entry.cookie, password: entry.password, ended: 'no' });
  }
}

async function openedBy({ username }: Account, passwords: string[], url: string): Promise<Entry[]> {
  const opened: Entry[] = [];
  for (const password of passwords) {
    const found = await open(username, password, url);
    opened.push(...(found === null ? [] : [{ password, ...found }]));
  }
  return opened;
}

async function open(
  username: string,
  password: string,
  url: string,
): Promise<{ email: string; cookie: string } | null> {
  const until = performance.now() + ANSWERS_WITHIN;
  for (;;) {
    const agent = new Agent(url);
    const { __typename, user, ...rest } = await agent.login(username, password);
    if (__typename === 'LoginSuccess' || __typename === 'InvalidCredentials') {
      return user ? { email: user.email, cookie: String(agent.cookie) } : null;
    }
    // On a busy machine a hash may have to be asked for again.
    if (rest.status !== 503 || performance.now() > until) {
      throw new Error(`a login was answered by ${__typename} ${JSON.stringify(rest)}`);
    }
    await sleep(50);
  }
}

async function isAlive(cookie: string, url: string): Promise<boolean> {
  const agent = new Agent(url);
  agent.cookie = cookie;
  return (await agent.me()) !== null;
}
