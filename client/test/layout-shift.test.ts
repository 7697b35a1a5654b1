import type { BrowserContext } from 'playwright-core';
import { expect, test } from 'vitest';
import { scenes } from './scenes.ts';
import { useStage } from './stage.ts';
import { startUi } from './ui.ts';
import { type Visitor, visit } from './visitor.ts';

/** How long the server's answers take, in milliseconds: long enough that the page is painted without them. */
const DELAY = 400;

/** A word that is a hair narrower than the one before it, in a button that stays where it is, moves nothing else. */
const NEGLIGIBLE = 0.0005;

interface Shift {
  value: number;
  path: string;
  /** What has moved, and from where to where. */
  moved: string[];
  /** How wide the window is, in pixels. */
  window: number;
}

/**
 * Records what moves by itself. The browser doesn't count a shift within 500 ms of a click or a key; we do, for an
 * answer comes in that time as well, and what it moves is what somebody is about to press next.
 */
async function recordShifts(context: BrowserContext): Promise<Shift[]> {
  const shifts: Shift[] = [];
  await context.exposeBinding('tellShift', (_source, shift: Shift) => {
    shifts.push(...(shift.value > NEGLIGIBLE ? [shift] : []));
  });
  await context.addInitScript(() => {
    const place = ({ x, y }: DOMRectReadOnly) => `${x},${y}`;
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as any[]) {
        const moved = sources.map(
          ({ node, previousRect, currentRect }: any) =>
            `${node?.nodeName} “${node?.textContent?.slice(0, 20)}” ${place(previousRect)} → ${place(currentRect)}`,
        );
        (window as any).tellShift({ value, moved, path: location.pathname, window: innerWidth });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return shifts;
}

/** Lets every answer take a while. */
async function slowDown(context: BrowserContext): Promise<void> {
  await context.route('**/graphql', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, DELAY));
    await route.continue();
  });
}

/** Waits until the page asks for nothing any more. */
async function settled({ page, awaited }: Visitor): Promise<void> {
  // What a page asks for once it is drawn is asked by then.
  await page.waitForTimeout(100);
  await expect.poll(awaited).toBe(0);
  await page.waitForTimeout(100);
}

// As high as the longest page: what moves out of sight doesn't count.
const stage = useStage({ viewport: { width: 360, height: 1200 } }, { viewport: { width: 1440, height: 1200 } });
let records: Shift[][] | undefined;

test.each(Object.keys(scenes))('on a slow network nothing of %s moves by itself, narrow or wide', async (scene) => {
  const { visitors } = await stage();
  records ??= await Promise.all(visitors.map(({ context }) => recordShifts(context)));
  for (const shifts of records) {
    shifts.length = 0;
  }

  // At once: it is mostly waiting.
  await Promise.all(
    visitors.map(async (visitor) => {
      await slowDown(visitor.context);
      await scenes[scene]?.(visitor);
      await settled(visitor);
    }),
  );

  expect(records).toEqual([[], []]);
});

test('what pushes a page down is noticed, also right after a click', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  const shifts = await recordShifts(visitor.context);
  await visitor.open('/login');
  await visitor.press('Show password');

  await visitor.page.evaluate(() => document.querySelector('main')?.prepend(document.createElement('canvas')));

  await expect.poll(() => shifts).toMatchObject([{ path: '/login' }]);
});
