import type { Locator, Page, Request } from 'playwright-core';
import { expect, test } from 'vitest';
import { ada } from '../../server/test/people.ts';
import type { TestApp } from '../../server/test/test-app.ts';
import { buttonsOf, fillIn, mutationIn } from './buttons.ts';
import { scenes } from './scenes.ts';
import { useStage } from './stage.ts';
import type { Visitor } from './visitor.ts';

const WAYS = {
  once: (button: Locator) => button.click(),
  'with a quick double click': (button: Locator) => button.dblclick(),
  /** So slow that the answer comes in between. */
  async 'with a slow double click'(button: Locator, visitor: Visitor) {
    const box = await button.boundingBox();
    const { mouse } = visitor.page;
    await button.click();
    await settled(visitor);
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

/** As many as are pressed at once. */
const stage = useStage({}, {});

let accounts = 0;

/** Brings a visitor into a scene, with a new account that two devices are signed in to and every field filled in. */
async function enter(scene: string, app: TestApp, visitor: Visitor): Promise<Locator[]> {
  accounts += 1;
  const account = { ...ada, username: `ada${accounts}` };
  await app.signedUp(account);
  await app.loggedIn(account);
  await visitor.startOver();
  await scenes[scene]?.(visitor, account);
  await visitor.page.unrouteAll();
  await fillIn(visitor.page, account);
  return buttonsOf(visitor.page);
}

async function press(button: Locator, way: Way, visitor: Visitor): Promise<Pressed> {
  const sent: string[] = [];
  const note = (request: Request) => sent.push(...[mutationIn(request.postData())].filter((one) => one !== null));
  visitor.page.on('request', note);
  await WAYS[way](button, visitor);
  await settled(visitor);
  visitor.page.off('request', note);
  // A check of what was typed belongs to the typing.
  return { sent: sent.filter((one) => one !== 'CheckPassword'), result: await look(visitor.page) };
}

/** Nothing is awaited any more but the person. */
async function settled({ page, awaited }: Visitor): Promise<void> {
  const asks = page.locator('dialog:modal');
  const busy = page.locator('[aria-busy="true"], [aria-disabled="true"]');
  const isBusy = async () => (await asks.count()) === 0 && (await busy.count()) > 0;
  const ended = () => expect.poll(async () => awaited() > 0 || (await isBusy()), { timeout: 10_000 }).toBe(false);
  // What a click, or its answer, lets the page do next is begun by then: it is the page itself that counts the time.
  const pause = () => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  await pause();
  await ended();
  await pause();
  await ended();
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
    const { app, visitors } = await stage();
    const [visitor, other] = visitors;
    const area = /session-ended|asked/.test(scene) ? 'dialog' : 'page';
    const isNew = (name: string) => !pressed.has(`${area}: ${name}`);
    let names: string[];
    do {
      const buttons = await enter(scene, app, visitor);
      names = await Promise.all(buttons.map((button) => button.innerText()));
      const index = names.findIndex(isNew);
      const name = names[index];
      if (name === undefined) {
        return;
      }
      pressed.add(`${area}: ${name}`);
      const once = await press(buttons[index] as Locator, 'once', visitor);
      expect(new Set(once.sent).size, name).toBe(once.sent.length);
      if (once.sent.length > 0) {
        const pressAnew = async (way: Way, by: Visitor) =>
          press((await enter(scene, app, by))[index] as Locator, way, by);
        const twice = [pressAnew('with a quick double click', visitor), pressAnew('with a slow double click', other)];
        expect(await Promise.all(twice), name).toEqual([once, once]);
      }
    } while (names.some(isNew));
  },
);
