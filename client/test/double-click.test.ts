import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ada } from '../../server/test/people.ts';
import { buttonsOf, fillIn, mutationIn } from './buttons.ts';
import { scenes } from './scenes.ts';
import { startUi } from './ui.ts';
import { visit } from './visitor.ts';

/** Between the two clicks of a slow hand, in milliseconds: time enough for an answer to come in between. */
const SLOW = 300;

const WAYS = {
  once: (button: Locator) => button.click(),
  'with a quick double click': (button: Locator) => button.dblclick(),
  async 'with a slow double click'(button: Locator) {
    const box = await button.boundingBox();
    const { mouse } = button.page();
    await button.click();
    await button.page().waitForTimeout(SLOW);
    await mouse.move(Number(box?.x) + Number(box?.width) / 2, Number(box?.y) + Number(box?.height) / 2);
    await mouse.down({ clickCount: 2 });
    await mouse.up({ clickCount: 2 });
  },
};

type Way = keyof typeof WAYS;

interface Pressed {
  /** The mutations that were sent for it. */
  sent: string[];
  /** The address and the page by then. */
  result: string;
}

/** A scene on a new server, with a new account and every field filled in. */
async function inScene<Seen>(scene: string, see: (page: Page) => Promise<Seen>): Promise<Seen> {
  await using app = await startUi();
  await app.signedUp(ada);
  await app.loggedIn(ada);
  await using visitor = await visit(app.url);
  await scenes[scene]?.(visitor);
  await visitor.page.unrouteAll();
  await fillIn(visitor.page);
  return await see(visitor.page);
}

function namesOfButtons(scene: string): Promise<string[]> {
  return inScene(scene, async (page) => Promise.all((await buttonsOf(page)).map((button) => button.innerText())));
}

function press(scene: string, index: number, way: Way): Promise<Pressed> {
  return inScene(scene, async (page) => {
    const [button] = (await buttonsOf(page)).slice(index);
    const sent: string[] = [];
    page.on('request', (request) => sent.push(...[mutationIn(request.postData())].filter((one) => one !== null)));
    await WAYS[way](button as Locator);
    await page.waitForTimeout(SLOW);
    await settled(page);
    // A check of what was typed belongs to the typing.
    return { sent: sent.filter((one) => one !== 'CheckPassword'), result: await look(page) };
  });
}

/** Nothing is awaited any more but the person. */
async function settled(page: Page): Promise<void> {
  const asks = page.locator('dialog:modal');
  const busy = page.locator('[aria-busy="true"], [aria-disabled="true"]');
  await expect.poll(async () => (await asks.count()) > 0 || (await busy.count()) === 0, { timeout: 10_000 }).toBe(true);
  await page.locator('h1').waitFor();
}

/** What is seen, without what differs from one minute, or one run, to the next. */
async function look(page: Page): Promise<string> {
  const { pathname, search } = new URL(page.url());
  return `${pathname}${search}\n${await page.locator('body').innerText()}`.replace(/\d+/g, '0');
}

/** Those that another scene has had already; in a dialog, the same name is another button. */
const pressed = new Set<string>();

test.each(Object.keys(scenes))(
  'whatever button of %s is double-clicked, it is as if it were clicked once',
  async (scene) => {
    const area = /session-ended|asked/.test(scene) ? 'dialog' : 'page';
    for (const [index, name] of (await namesOfButtons(scene)).entries()) {
      if (!pressed.has(`${area}: ${name}`)) {
        pressed.add(`${area}: ${name}`);
        const once = await press(scene, index, 'once');
        expect(new Set(once.sent).size, name).toBe(once.sent.length);
        if (once.sent.length > 0) {
          expect(await press(scene, index, 'with a quick double click'), name).toEqual(once);
          expect(await press(scene, index, 'with a slow double click'), name).toEqual(once);
        }
      }
    }
  },
  // Each press has a server and a browser of its own.
  120_000,
);
