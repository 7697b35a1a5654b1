import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ada } from '../../server/test/people.ts';
import { PAGES } from '../ui/pages.ts';
import { buttonsOf, fillIn, mutationIn } from './buttons.ts';
import { scenes } from './scenes.ts';
import { useStage } from './stage.ts';
import { startUi } from './ui.ts';
import { visit } from './visitor.ts';

/** When what is awaited shows, in milliseconds. */
const PENDING_AFTER = 150;

interface Seen {
  text: string;
  width: number;
  opacity: string;
}

/** What is seen of an element, and how wide it is, so many milliseconds after it began to wait. */
function seenAfter(page: Page, selector: string, milliseconds: number): Promise<Seen[]> {
  return page.locator(selector).evaluateAll((elements, time) => {
    for (const animation of elements.flatMap((element) => element.getAnimations({ subtree: true }))) {
      animation.pause();
      animation.currentTime = time;
    }
    return elements.map((element) => ({
      text: (element as HTMLElement).innerText.trim(),
      width: element.getBoundingClientRect().width,
      opacity: getComputedStyle(element).opacity,
    }));
  }, milliseconds);
}

/** Answers nothing that the test says: whoever asks waits. */
async function holdBack(page: Page, isHeld: (body: string) => boolean): Promise<void> {
  await page.route('**/graphql', (route) => (isHeld(route.request().postData() ?? '') ? undefined : route.fallback()));
}

const stage = useStage({});

const SENDING = Object.keys(scenes).filter((scene) => !['welcome', 'not-found', 'unreachable'].includes(scene));

test.each(SENDING)('what the buttons of %s say changes after 150 ms, and their width never', async (scene) => {
  const {
    visitors: [visitor],
  } = await stage();
  const { page } = visitor;
  await scenes[scene]?.(visitor);
  await fillIn(page);
  await holdBack(page, (body) => mutationIn(body) !== null);
  for (const button of (await buttonsOf(page)).map((one) => one.and(page.locator('.pending')))) {
    if ((await button.count()) === 0) {
      // It sends nothing, or the page is another one before any answer.
      continue;
    }
    const before = { text: await button.innerText(), width: (await button.boundingBox())?.width };
    await button.click();
    // Several of a page may be waiting; this is about the one that was pressed last.
    await button.evaluate((element) => element.setAttribute('data-pressed', ''));
    const pressed = '[data-pressed][aria-disabled="true"]';
    await page.locator(pressed).waitFor();

    expect(await seenAfter(page, pressed, PENDING_AFTER - 1)).toMatchObject([{ ...before, opacity: '1' }]);
    const [after] = await seenAfter(page, pressed, PENDING_AFTER + 1);
    expect(after).toMatchObject({ text: expect.stringMatching(/^\S.*…$/), width: before.width, opacity: '0.75' });
    const byName = page.getByRole('button', { name: after?.text, exact: true, disabled: true });
    expect(await page.locator(pressed).and(byName).count(), 'it has that name').toBe(1);
    await button.evaluate((element) => element.removeAttribute('data-pressed'));
  }
});

test('every page says that it is loading after 150 ms, and not before', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  const { page } = visitor;
  await holdBack(page, (body) => body.includes('query Viewer'));
  for (const path of Object.values(PAGES)) {
    await visitor.open(path);
    await page.locator('.loading').waitFor({ state: 'attached' });
    expect(await seenAfter(page, '.loading', PENDING_AFTER - 1), path).toMatchObject([{ text: '' }]);
    expect(await seenAfter(page, '.loading', PENDING_AFTER + 1), path).toMatchObject([{ text: 'Loading…' }]);
  }
});

test('the list of devices says that it is loading after 150 ms, and not before', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  const { page } = visitor;
  await app.signedUp(ada);
  await visitor.hasSession(ada);
  await holdBack(page, (body) => body.includes('query MySessions'));
  await visitor.open(PAGES.sessions);
  await visitor.arrivesAt('Devices');

  expect(await seenAfter(page, '.loading', PENDING_AFTER - 1)).toMatchObject([{ text: '' }]);
  expect(await seenAfter(page, '.loading', PENDING_AFTER + 1)).toMatchObject([{ text: 'Loading…' }]);
});
