import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import { expect, test } from 'vitest';
import { ada } from '../../server/test/people.ts';
import { scenes } from './scenes.ts';
import { useStage } from './stage.ts';
import { startUi } from './ui.ts';
import { field, type Visitor, visit } from './visitor.ts';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const OPTIONS: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  // What is in order is checked as well, but not described.
  resultTypes: ['violations'],
};

async function violations({ page }: Visitor): Promise<string[]> {
  const { violations: found } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(OPTIONS)})`);
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** The fields that reach beyond the form that they stand in. */
function stickingOut({ page }: Visitor): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLInputElement>('form input')]
      .filter((one) => one.getBoundingClientRect().right > Number(one.form?.getBoundingClientRect().right) + 1)
      .map(({ name }) => name),
  );
}

const LOOKS = [360, 1440].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

const stage = useStage({});

test.each(Object.keys(scenes))('axe finds nothing wrong with %s, narrow or wide, light or dark', async (scene) => {
  const {
    visitors: [visitor],
  } = await stage();
  const { page } = visitor;
  await scenes[scene]?.(visitor);
  await page.evaluate(axe);
  for (const { width, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });

    expect(await violations(visitor), `at ${width} px, ${colorScheme}`).toEqual([]);
    const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(content, 'it scrolls to the side').toBe(window);
    expect(await stickingOut(visitor), 'a field is wider than its form').toEqual([]);
  }
});

test('by keyboard alone: sign up, edit the profile, log out', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  const { keyboard } = visitor.page;
  const focused = () =>
    visitor.page.evaluate(() => {
      // What is seen of it: a button holds a second label, for while it waits.
      const active = document.activeElement as HTMLElement;
      return active.innerText || active.id;
    });

  await visitor.open('/');
  await visitor.arrivesAt('Welcome');
  await keyboard.press('Tab');
  expect(await focused()).toBe('Skip to the content');
  await tabTo('Create an account');
  await keyboard.press('Enter');
  await visitor.arrivesAt('Sign up');
  expect(await focused(), 'the focus is at the top of the new page').toBe('Sign up');
  for (const value of ['ada', 'ada@example.com', 'Ada', 'Lovelace', ada.password, ada.password]) {
    await tabToNextField();
    await keyboard.type(value);
  }
  await keyboard.press('Enter');
  await visitor.arrivesAt('Hello, Ada');
  expect(await focused()).toBe('Hello, Ada');

  await tabTo('Edit your profile');
  await keyboard.press('Enter');
  await visitor.arrivesAt('Profile');
  await tabToNextField();
  await keyboard.type('Augusta');
  await tabTo('Save');
  await keyboard.press('Space');
  await visitor.sees('Hello, Augusta');
  expect(await focused(), 'the focus stays where it was').toBe('Save');

  await keyboard.press('Home');
  await visitor.page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await tabTo('Log out');
  await keyboard.press('Enter');
  await visitor.arrivesAt('Welcome');
  expect(await focused()).toBe('Welcome');

  async function tabTo(text: string): Promise<void> {
    for (let presses = 0; presses < 25; presses += 1) {
      await keyboard.press('Tab');
      if ((await focused()) === text) {
        return;
      }
    }
    throw new Error(`no ${text} by the Tab key`);
  }

  async function tabToNextField(): Promise<void> {
    do {
      await keyboard.press('Tab');
    } while (!(await visitor.page.evaluate(() => document.activeElement instanceof HTMLInputElement)));
  }
});

test('the link over the header leads past it, and leaves the page as it is', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.open('/');
  await visitor.page.getByRole('link', { name: 'Create an account' }).click();
  await visitor.fill({ Username: 'a b', Password: 'short' });
  await visitor.press('Create the account');
  await visitor.sees('Use letters, digits');

  await visitor.page.getByRole('button', { name: 'Skip to the content' }).focus();
  await visitor.page.keyboard.press('Enter');

  expect(await visitor.page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
  expect(await field(visitor.page, 'Password').inputValue()).toBe('short');
  await visitor.sees('Use letters, digits');
});

test('the region for news outlives the viewer, and the same failure is said again', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  const { page } = visitor;
  await visitor.signUp(ada);
  await page.getByRole('status').evaluate((region) => region.setAttribute('data-same', 'true'));
  await visitor.press('Log out');
  await visitor.arrivesAt('Welcome');
  expect(await page.getByRole('status').getAttribute('data-same')).toBe('true');

  await page.getByRole('link', { name: 'Log in' }).first().click();
  await visitor.fill({ Username: 'ada', Password: 'wrong' });
  await visitor.press('Log in');
  await visitor.sees('The username or the password is wrong.');
  await page.locator('.failure').evaluate((line) => line.setAttribute('data-first', 'true'));
  await visitor.press('Log in');
  await expect.poll(() => page.locator('.failure[data-first]').count()).toBe(0);
  await visitor.sees('The username or the password is wrong.');
});

test('whoever leaves a page that was loaded first has the focus at the top of the next one', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  const focused = () => visitor.page.evaluate(() => document.activeElement?.tagName);
  await visitor.signUp(ada);
  await visitor.page.reload();
  await visitor.arrivesAt('Hello, Ada');
  expect(await focused()).toBe('BODY');

  await visitor.press('Log out');
  await visitor.arrivesAt('Welcome');
  expect(await focused()).toBe('H1');
});

test('a success is said in a live region, a failure in an alert', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.signUp(ada);
  const news = visitor.page.getByRole('status');
  await expect.poll(() => news.innerText()).toBe('Your account was created, and you are signed in.');
  await visitor.press('Log out');
  await visitor.arrivesAt('Welcome');
  await expect.poll(() => news.innerText()).toBe('You are logged out.');

  await visitor.open('/login');
  await visitor.press('Log in');
  await visitor.sees('The username or the password is wrong.');
  await expect.poll(() => visitor.page.getByRole('alert').innerText()).toBe('The username or the password is wrong.');
});

test('each page has a title of its own', async () => {
  await using app = await startUi();
  await app.signedUp(ada);
  await using visitor = await visit(app.url);
  const titles: string[] = [];
  for (const path of ['/', '/signup', '/login', '/nowhere']) {
    await visitor.open(path);
    await visitor.page.getByRole('heading', { level: 1 }).waitFor();
    titles.push(await visitor.page.title());
  }
  await visitor.logIn(ada);
  titles.push(await visitor.page.title());
  for (const path of ['/profile', '/password', '/devices', '/delete-account']) {
    await visitor.open(path);
    await visitor.page.getByRole('heading', { level: 1 }).waitFor();
    titles.push(await visitor.page.title());
  }

  expect(titles).toEqual(
    [
      'Welcome',
      'Sign up',
      'Log in',
      'Page not found',
      'Your account',
      'Profile',
      'Password',
      'Devices',
      'Delete your account',
    ].map((title) => `${title} · Gatehouse`),
  );
});
