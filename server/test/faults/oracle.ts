import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../time.ts';
import { Agent } from '../agent.ts';
import { type Account, type GivenSession, logIn } from './account.ts';
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

/** What stands at the end of a round is what the next one begins with; more sessions than this would only be asked again. */
const SESSIONS_KEPT = 3;

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
  await settle(account, password, sessions, url);
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

async function settle(
  account: Account,
  password: string | null,
  sessions: (GivenSession & { isAlive: boolean })[],
  url: string,
): Promise<void> {
  account.exists = password === null ? 'no' : 'yes';
  account.past = [...account.past, ...account.passwords.filter((other) => other !== password)].slice(-2);
  account.passwords = password === null ? [] : [password];
  account.sessions = sessions
    .map(({ isAlive, ...session }) => ({ ...session, ended: isAlive ? ('no' as const) : ('yes' as const) }))
    .slice(-SESSIONS_KEPT);
  account.unanswered = null;
  if (password !== null && account.sessions.at(-1)?.ended !== 'no') {
    await logIn(account, url);
  }
}

async function openedBy({ username }: Account, passwords: string[], url: string): Promise<Entry[]> {
  const opened: Entry[] = [];
  for (const password of passwords) {
    const email = await emailBehind(username, password, url);
    opened.push(...(email === null ? [] : [{ password, email }]));
  }
  return opened;
}

async function emailBehind(username: string, password: string, url: string): Promise<string | null> {
  const until = performance.now() + ANSWERS_WITHIN;
  for (;;) {
    const { __typename, user, ...rest } = await new Agent(url).login(username, password);
    if (__typename === 'LoginSuccess' || __typename === 'InvalidCredentials') {
      return user?.email ?? null;
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
