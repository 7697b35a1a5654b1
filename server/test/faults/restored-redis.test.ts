import { afterAll, beforeAll, describe } from 'vitest';
import { changePassword, deleteAccount, logOut, signedUp } from './account.ts';
import { requireHealed } from './asking.ts';
import { judge } from './oracle.ts';
import { findPrograms } from './programs.ts';
import { openScene, type Scene, type Service } from './scene.ts';
import { rounds, type Tally, test } from './tally.ts';

const ROUNDS = rounds({ full: 10, short: 1 });

describe.runIf(findPrograms())('a Redis that has lost what it had answered', () => {
  let scene: Scene;
  let service: Service;

  beforeAll(async () => {
    scene = await openScene();
    service = await scene.start();
  });

  afterAll(() => scene[Symbol.asyncDispose]());

  test.for([
    ['restored from an older snapshot', 'old'],
    ['started without its data', 'empty'],
  ] as const)('%s, brings no session back after a changed password or a deletion', async ([, loss], { tally }) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      await loseSessions(scene, service, loss, tally);
      tally.round();
    }
  });
});

async function loseSessions(scene: Scene, { url }: Service, loss: 'old' | 'empty', tally: Tally): Promise<void> {
  const witness = await signedUp(url);
  const [changer, deleter, leaver] = [await signedUp(url), await signedUp(url), await signedUp(url)];
  const snapshot = await scene.redis.snapshot();
  const left = leaver.sessions.at(-1)?.cookie;
  const endings = [await changePassword(changer, url), await deleteAccount(deleter, url), await logOut(leaver, url)];
  tally.saw('acknowledged', endings.filter((ending) => ending === 'acknowledged').length);

  await (loss === 'old' ? scene.redis.restore(snapshot) : scene.redis.restartEmpty());

  const people = [changer, deleter, leaver, witness];
  await requireHealed({ url, tally }, witness, loss === 'empty');
  await Promise.all(people.map((account) => judge(account, { url, findUser: scene.findUser, forgot: true, tally })));
  // Only the database's word is kept: who logged out without changing anything is signed in again.
  const isBack = leaver.sessions.some(({ cookie, ended }) => cookie === left && ended === 'no');
  tally.saw('logouts undone, as the contract says', isBack ? 1 : 0);
}
