import { afterAll, beforeAll, describe } from 'vitest';
import { type Account, signedUp } from './account.ts';
import { askEverything, type Four, requireHealed } from './asking.ts';
import { FAULTS } from './faults.ts';
import { judge } from './oracle.ts';
import { findPrograms } from './programs.ts';
import { defectsOf, openScene, type Scene, type Service } from './scene.ts';
import { IS_SHORT, rounds, test } from './tally.ts';

/** In the second wave the outage is nothing new. */
const WAVES = rounds({ full: 2, short: 1 });
const IN_SHORT = ['Redis is killed', 'Redis hangs', 'Redis is full', 'PostgreSQL is killed', 'PostgreSQL hangs'];

describe.runIf(findPrograms())('while a store fails, every answer is in time and true, and afterwards it heals', () => {
  let scene: Scene;
  let service: Service;

  beforeAll(async () => {
    scene = await openScene();
    service = await scene.start();
  });

  afterAll(() => scene[Symbol.asyncDispose]());

  const faults = FAULTS.filter(({ name }) => !IS_SHORT || IN_SHORT.includes(name));

  test.for(faults.map((fault) => [fault.name, fault] as const))('%s', async ([, fault], { tally }) => {
    const { url, server } = service;
    const people: Account[] = [];
    const waves: Four[] = [];
    while (waves.length < WAVES) {
      waves.push([await signedUp(url), await signedUp(url), await signedUp(url), await signedUp(url)]);
    }
    const end = await fault.begin(scene);
    try {
      for (const wave of waves) {
        people.push(...(await askEverything({ url, fault, tally }, wave)));
        tally.round();
      }
    } finally {
      await end();
    }
    await requireHealed({ url, tally }, people[0] as Account);
    await Promise.all(people.map((account) => judge(account, { url, findUser: scene.findUser, tally })));
    for (const line of defectsOf(server)) {
      tally.violation(`the service logged: ${line}`);
    }
  });
});
