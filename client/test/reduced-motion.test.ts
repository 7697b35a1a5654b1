import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ada } from '../../server/test/people.ts';
import { scenes } from './scenes.ts';
import { useStage } from './stage.ts';
import { startUi } from './ui.ts';
import { visit } from './visitor.ts';

const stage = useStage({ reducedMotion: 'reduce' });

/**
 * Whatever fades or moves, or would with the next change. What is shown after a while, but then at once, neither fades
 * nor moves: its animation has a delay and no duration.
 */
function moving(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const styles = [...document.querySelectorAll('*')].flatMap((element) =>
      [null, '::before', '::after', '::backdrop'].map((pseudo) => ({
        name: `${element.localName}${pseudo ?? ''}`,
        style: getComputedStyle(element, pseudo),
      })),
    );
    const lasts = (durations: string) => durations.split(',').some((duration) => Number.parseFloat(duration) > 0);
    const running = document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 0);
    return [
      ...styles.filter(({ style }) => lasts(style.transitionDuration)).map(({ name }) => `${name} has a transition`),
      ...styles.filter(({ style }) => lasts(style.animationDuration)).map(({ name }) => `${name} has an animation`),
      ...running.map(({ effect }) => `${(effect as KeyframeEffect).target?.localName} is moving`),
    ];
  });
}

/** Opens a dialog as a page would, with nothing but what the styles make of it. */
async function openDialog(page: Page): Promise<void> {
  await page.evaluate(() => document.body.appendChild(document.createElement('dialog')).showModal());
}

test.each(Object.keys(scenes))('nothing of %s moves or fades for who wants no motion', async (scene) => {
  const {
    visitors: [visitor],
  } = await stage();
  await scenes[scene]?.(visitor);
  await openDialog(visitor.page);

  expect(await moving(visitor.page)).toEqual([]);
});

test('for everybody else buttons, links, notices and dialogs fade', async () => {
  await using app = await startUi();
  await app.signedUp(ada);
  await using visitor = await visit(app.url, { reducedMotion: 'no-preference' });
  await scenes['profile-saved']?.(visitor);
  await openDialog(visitor.page);

  expect(await moving(visitor.page)).toEqual(
    expect.arrayContaining([
      'a has a transition',
      'button has a transition',
      'input has a transition',
      'p has an animation',
      'dialog has an animation',
      'dialog::backdrop has an animation',
      'dialog is moving',
    ]),
  );
});
