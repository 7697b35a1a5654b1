import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe } from 'vitest';
import { MINUTE } from '../../time.ts';
import { Agent } from '../agent.ts';
import { ada, type Person } from '../people.ts';
import { runSql } from '../postgres-databases.ts';
import { findPrograms } from './programs.ts';
import { openScene, type Scene } from './scene.ts';
import { IS_SHORT, rounds, type Tally, test } from './tally.ts';
import { startTwoServices, type TwoServices } from './two-services.ts';

/** Production keeps its sessions in Redis; the database's own are behind its transactions. */
const ROUNDS = {
  Redis: rounds({ full: 1000, short: 10 }),
  'the database': rounds({ full: 200, short: 10 }),
};
const AT_ONCE = 10;
const CROWDS = rounds({ full: 10, short: 1 });
const CROWD = 100;

const NEW_PASSWORD = 'staple paper clip';

/** `ada.password`, as it was hashed with another cost. */
const OUTDATED = 'bcrypt_sha256$$2b$05$b6Fw2LzWgsLSw/B/aPH7FuWEZCYNgGPOa1Cw0FWQu5wVQ7qv7WKx2';

const PLACES = ['Redis', 'the database'] as const;

describe.runIf(findPrograms()).each(IS_SHORT ? PLACES.slice(0, 1) : PLACES)('with sessions in %s', (place) => {
  let scene: Scene;
  let services: TwoServices;
  let turn: 0 | 1 = 0;

  beforeAll(async () => {
    scene = await openScene();
    services = await startTwoServices(scene, place);
  });

  afterAll(async () => {
    await services[Symbol.asyncDispose]();
    await scene[Symbol.asyncDispose]();
  });

  /** Runs so many races, some at once; `prepare` is done for all of those before they begin. */
  async function race<T>(tally: Tally, prepare: () => Promise<T>, run: (prepared: T) => Promise<void>): Promise<void> {
    for (let done = 0; done < ROUNDS[place]; done += AT_ONCE) {
      const prepared = await Promise.all(Array.from({ length: AT_ONCE }, prepare));
      // Old enough that each use of a session writes it.
      services.advance(2 * MINUTE);
      await Promise.all(prepared.map(run));
      for (let round = 0; round < AT_ONCE; round += 1) {
        tally.round();
      }
    }
    for (const line of services.defects.splice(0)) {
      tally.violation(`a service logged: ${line}`);
    }
  }

  /** One after the other comes to either service. */
  function visitor(): Agent {
    turn = turn === 0 ? 1 : 0;
    return new Agent(services.urls[turn]);
  }

  async function newcomer(): Promise<{ person: Person; owner: Agent }> {
    const person = { ...ada, username: `ada-${randomUUID()}` };
    const owner = visitor();
    const { __typename } = await owner.signup(person);
    if (__typename !== 'SignupSuccess') {
      throw new Error(`a signup was answered by ${__typename}`);
    }
    return { person, owner };
  }

  /** Somebody who holds a copy of the cookie, at the other service. */
  function copyOf({ cookie }: Agent): Agent {
    const copy = visitor();
    copy.cookie = cookie;
    return copy;
  }

  /** Logs in with the password that is about to be worth nothing. */
  async function thief({ username }: Person, tally: Tally): Promise<Agent> {
    const agent = visitor();
    await jitter();
    const { __typename } = await agent.login(username, ada.password);
    tally.saw(__typename === 'LoginSuccess' ? 'logins let in' : 'logins refused');
    return agent;
  }

  async function requireSignedOut(agents: Agent[], tally: Tally): Promise<void> {
    for (const agent of agents) {
      let me = await viewerOf(agent);
      while (me === undefined) {
        me = await viewerOf(agent);
      }
      if (me !== null) {
        tally.violation(`a session is alive that must be dead: ${agent.cookie}`);
      }
    }
  }

  async function requireAnswer(answer: Promise<Record<string, any>>, expected: string, tally: Tally): Promise<void> {
    const given = await answer;
    if (given.__typename !== expected) {
      tally.violation(`${JSON.stringify(given)} instead of ${expected}`);
    }
  }

  test('logout against touch: a session that was ended never comes back', async ({ tally }) => {
    await race(tally, newcomer, async ({ owner }) => {
      const copies = [copyOf(owner), copyOf(owner), copyOf(owner), copyOf(owner)];
      const leaving = jitter().then(() => owner.logout());
      const uses = copies.map((copy) => jitter().then(() => viewerOf(copy)));
      const used = (await Promise.all(uses)).filter(Boolean);
      tally.saw('uses let in', used.length);
      if (!(await leaving)) {
        tally.violation('a logout was answered by false');
      }
      await requireSignedOut(copies, tally);
    });
  });

  test('changePassword against logins with the old password: none of those lives on', async ({ tally }) => {
    await race(tally, newcomer, async ({ person, owner }) => {
      const thieves = [thief(person, tally), thief(person, tally)];
      const changing = jitter().then(() => owner.changePassword(ada.password, NEW_PASSWORD));
      await requireAnswer(changing, 'ChangePasswordSuccess', tally);
      await requireSignedOut(await Promise.all(thieves), tally);
      await requireAnswer(visitor().login(person.username, ada.password), 'InvalidCredentials', tally);
      await requireAnswer(visitor().login(person.username, NEW_PASSWORD), 'LoginSuccess', tally);
    });
  });

  test('the upgrade of a hash against changePassword: the new password stays', async ({ tally }) => {
    const withOldHash = async () => {
      const { person, owner } = await newcomer();
      await runSql(
        scene.database,
        `UPDATE "User" SET "password" = '${OUTDATED}' WHERE "username" = '${person.username}'`,
      );
      return { person, owner };
    };
    await race(tally, withOldHash, async ({ person, owner }) => {
      const upgrading = thief(person, tally);
      const changing = jitter().then(() => owner.changePassword(ada.password, NEW_PASSWORD));
      await requireAnswer(changing, 'ChangePasswordSuccess', tally);
      await requireSignedOut([await upgrading], tally);
      await requireAnswer(visitor().login(person.username, ada.password), 'InvalidCredentials', tally);
      await requireAnswer(visitor().login(person.username, NEW_PASSWORD), 'LoginSuccess', tally);
    });
  });

  test('deleteAccount against logins: nobody is signed in to what is gone', async ({ tally }) => {
    await race(tally, newcomer, async ({ person, owner }) => {
      const thieves = [thief(person, tally), thief(person, tally)];
      const deleting = jitter().then(() => owner.deleteAccount(ada.password));
      await requireAnswer(deleting, 'DeleteAccountSuccess', tally);
      await requireSignedOut(await Promise.all(thieves), tally);
      await requireAnswer(visitor().login(person.username, ada.password), 'InvalidCredentials', tally);
    });
  });

  test('a hundred signups for one name, in every case and normal form: one account', async ({ tally }) => {
    for (let crowd = 0; crowd < CROWDS; crowd += 1) {
      const names = spellingsOf(`ångström-fin${crowd}`);
      const signups = Array.from({ length: CROWD }, (_, index) =>
        visitor().signup({ ...ada, username: names[index % names.length] as string }),
      );
      const answers = (await Promise.all(signups)).map(
        ({ __typename, issues, extensions }) => issues?.[0]?.code ?? extensions?.code ?? __typename,
      );
      const count = (answer: string) => answers.filter((given) => given === answer).length;
      tally.saw('accounts', count('SignupSuccess'));
      tally.saw('told that it is taken', count('USERNAME_TAKEN'));
      // A busy machine may not get to all of them in time.
      tally.saw('refused in time', count('SERVICE_UNAVAILABLE'));
      if (count('SignupSuccess') !== 1 || count('USERNAME_TAKEN') + count('SERVICE_UNAVAILABLE') !== CROWD - 1) {
        tally.violation(answers.join());
      }
      tally.round();
    }
  });
});

/** Undefined where a busy machine had no answer in time. */
async function viewerOf(agent: Agent): Promise<object | null | undefined> {
  return (await agent.send('{ me { id } }')).data?.me;
}

/** Sometimes at once, sometimes after what an operation takes. */
function jitter(): Promise<void> {
  return sleep(Math.random() * 60);
}

/** One name as people and keyboards write it: small, capital and mixed, composed and not, and in wide letters. */
function spellingsOf(name: string): string[] {
  const cases = [name, name.toUpperCase(), name.replace(/^./, (letter) => letter.toUpperCase())];
  return cases.flatMap((text) => [
    text.normalize('NFC'),
    text.normalize('NFD'),
    text.replace(/[a-z]/gi, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
    text.replace('Å', '\u212b').replace('fi', '\ufb01'),
  ]);
}
