import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { ada } from '../../server/test/people.ts';
import { startUi } from './ui.ts';
import { field, type Visitor, visit } from './visitor.ts';

/** The rules as they are shown: the sign, the word for a screen reader, and the rule. */
function rulesOn({ page }: Visitor): Promise<string[]> {
  return page.locator('.rules li').allTextContents();
}

const PLAIN = [
  '○At least 8 characters.',
  '○Not like your username, your name or your e-mail address.',
  '○Not one that many people use, and not “Gatehouse”.',
  '○Not digits alone.',
];

/** Answers the check of a password in the server's place. */
async function interceptChecks(page: Page, answer: (route: Route) => Promise<void>): Promise<void> {
  await page.route('**/graphql', (route) =>
    route.request().postData()?.includes('CheckPassword') ? answer(route) : route.fallback(),
  );
}

test('the rules stand under the new password, and tick off while one types', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.open('/signup');
  await expect.poll(() => rulesOn(visitor)).toEqual(PLAIN);

  await visitor.fill({ Username: 'analytical', Password: '1234567' });
  await expect
    .poll(() => rulesOn(visitor))
    .toEqual([
      '✗Not met: At least 8 characters.',
      '✓Met: Not like your username, your name or your e-mail address.',
      '✗Not met: Not one that many people use, and not “Gatehouse”.',
      '✗Not met: Not digits alone.',
    ]);
  await visitor.fill({ Password: 'analytical engine' });
  await expect
    .poll(() => rulesOn(visitor))
    .toContain('✗Not met: Not like your username, your name or your e-mail address.');
  await visitor.fill({ Username: 'ada' });
  await expect.poll(async () => (await rulesOn(visitor)).every((rule) => rule.startsWith('✓Met: '))).toBe(true);
  await visitor.fill({ Password: 'x'.repeat(1025) });
  await expect.poll(() => rulesOn(visitor)).toContain('✗Not met: At most 1024 characters.');

  await visitor.fill({ Password: '' });
  await expect.poll(() => rulesOn(visitor)).toEqual(PLAIN);
});

test('the rules are read with the field, and a screen reader hears how many are left after a pause alone', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  const { page } = visitor;
  await visitor.open('/signup');
  await expect.poll(() => rulesOn(visitor)).toEqual(PLAIN);
  const ids = String(await field(page, 'Password').getAttribute('aria-describedby')).split(' ');
  const described = await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).textContent()));
  expect(described.join(' ')).toContain('At least 8 characters.');

  await page.evaluate(() => {
    const live = document.querySelector('[aria-live="polite"]') as Element;
    const said: (string | null)[] = [];
    new MutationObserver(() => said.push(live.textContent)).observe(live, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    Object.assign(window, { said });
  });
  await field(page, 'Password').pressSequentially('correct horse battery', { delay: 20 });

  const said = () => page.evaluate(() => (window as unknown as { said: string[] }).said);
  await expect.poll(said).toEqual(['The password meets every rule.']);
});

test('a password is checked once the typing pauses, and an answer that was overtaken is dropped', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  const { page } = visitor;
  const asked: string[] = [];
  await interceptChecks(page, async (route) => {
    const { password } = route.request().postDataJSON().variables.input;
    asked.push(password);
    await new Promise((resolve) => setTimeout(resolve, password === 'short' ? 1500 : 0));
    await route.continue();
  });
  await visitor.open('/signup');
  await field(page, 'Password').pressSequentially('short', { delay: 20 });
  await expect.poll(() => asked).toEqual(['short']);
  const late = page.waitForResponse((response) => response.request().postData()?.includes('"short"') ?? false);
  await field(page, 'Password').pressSequentially(' no more', { delay: 20 });
  await expect.poll(async () => (await rulesOn(visitor))[0]).toBe('✓Met: At least 8 characters.');

  await late;
  await page.waitForTimeout(100);

  expect((await rulesOn(visitor))[0]).toBe('✓Met: At least 8 characters.');
  expect(asked).toEqual(['short', 'short no more']);
});

test('where a password can’t be checked the rules stay as they are, and nothing is complained of', async () => {
  await using app = await startUi({ limits: { checkPasswordAddress: { count: 1, seconds: 900 } } });
  await using visitor = await visit(app.url);
  const { page } = visitor;
  let sent = 0;
  page.on('request', (request) => {
    sent += request.postData()?.includes('CheckPassword') ? 1 : 0;
  });
  await visitor.open('/signup');
  await visitor.fill({ Username: 'ada', Password: 'first words' });
  await expect.poll(() => rulesOn(visitor)).toContain('✓Met: Not digits alone.');

  await visitor.fill({ Password: 'second words' });
  await expect.poll(() => rulesOn(visitor)).toEqual(PLAIN);
  await visitor.fill({ Password: ada.password, 'Password again': ada.password });
  await page.waitForTimeout(600);
  expect(sent, 'it waits for as long as it was told').toBe(2);
  expect(await page.locator('.failure, .messages').count()).toBe(0);
  await visitor.press('Create the account');
  await visitor.arrivesAt(/^Hello/);
});

test('without an answer to what the rules are, the form is as good as before', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.page.route('**/graphql', (route) =>
    /PasswordPolicy|CheckPassword/.test(route.request().postData() ?? '') ? route.abort() : route.continue(),
  );
  await visitor.signUp(ada);
});

test('a new password is measured at the person who is signed in', async () => {
  await using app = await startUi();
  await app.signedUp(ada);
  await using visitor = await visit(app.url);
  await visitor.logIn(ada);
  await visitor.open('/password');
  await visitor.fill({ 'New password': 'lovelace1815' });

  await expect
    .poll(() => rulesOn(visitor))
    .toContain('✗Not met: Not like your username, your name or your e-mail address.');
  await visitor.fill({ 'New password': 'staple paper clip' });
  await expect.poll(async () => (await rulesOn(visitor)).join()).not.toContain('Not met');
});

test('a password can be shown and hidden, with the caret where it was', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  const { page } = visitor;
  await visitor.open('/login');
  const input = field(page, 'Password');
  await input.fill('correct horse');
  await input.evaluate((element) => (element as HTMLInputElement).setSelectionRange(3, 7));

  await visitor.press('Show password');
  expect(await look()).toEqual({ type: 'text', value: 'correct horse', focused: true, selection: [3, 7] });
  await page.keyboard.type('X');
  await visitor.press('Hide password');
  expect(await look()).toEqual({ type: 'password', value: 'corX horse', focused: true, selection: [4, 4] });

  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  expect(await input.getAttribute('type')).toBe('text');
  expect(visitor.path()).toBe('/login');

  function look() {
    return input.evaluate((element) => {
      const { type, value, selectionStart, selectionEnd } = element as HTMLInputElement;
      return { type, value, focused: element === document.activeElement, selection: [selectionStart, selectionEnd] };
    });
  }
});

test('the caret stays, too, in a browser that moves it when the type of an input changes', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  await visitor.page.addInitScript(() => {
    const type = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'type');
    Object.defineProperty(HTMLInputElement.prototype, 'type', {
      ...type,
      set(value) {
        const changes = value !== this.type;
        type?.set?.call(this, value);
        if (changes && value !== 'checkbox') {
          this.setSelectionRange(0, 0);
        }
      },
    });
  });
  await visitor.open('/login');
  const input = field(visitor.page, 'Password');
  await input.fill('correct horse');
  await visitor.press('Show password');
  await visitor.page.keyboard.type('!');

  expect(await input.inputValue()).toBe('correct horse!');
});

test('every password field has a button of its own that shows it', async () => {
  await using app = await startUi();
  await app.signedUp(ada);
  await using visitor = await visit(app.url);
  await visitor.logIn(ada);
  for (const [path, labels] of [
    ['/password', ['Current password', 'New password', 'New password again']],
    ['/delete-account', ['Your password']],
  ] as const) {
    await visitor.open(path);
    for (const label of labels) {
      await visitor.press(`Show ${label.toLowerCase()}`);
      expect(await field(visitor.page, label).getAttribute('type')).toBe('text');
      expect(await field(visitor.page, label).getAttribute('spellcheck')).toBe('false');
    }
  }
});

test('a shown password is hidden when it is sent, and never kept as a draft', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url);
  const { page } = visitor;
  await visitor.open('/signup');
  await visitor.press('Show password');
  await visitor.fill({ Username: 'ada', Password: 'short' });
  await visitor.press('Create the account');
  await visitor.sees('Use at least 8 characters.');
  expect(await field(page, 'Password').getAttribute('type')).toBe('password');

  await visitor.press('Show password');
  await field(page, 'Password').pressSequentially('er');
  await page.getByRole('main').getByRole('link', { name: 'Log in' }).click();
  await visitor.arrivesAt('Log in');
  await page.goBack();
  await visitor.arrivesAt('Sign up');
  expect(await field(page, 'Username').inputValue()).toBe('ada');
  expect(await field(page, 'Password').inputValue()).toBe('');
});

test('a password can be pasted, and is checked; password managers are told what the fields are for', async () => {
  await using app = await startUi();
  await using visitor = await visit(app.url, { permissions: ['clipboard-read', 'clipboard-write'] });
  const { page } = visitor;
  await visitor.open('/signup');
  await page.evaluate(() => navigator.clipboard.writeText('pasted from a manager'));
  await field(page, 'Password').focus();
  await page.keyboard.press('Control+V');

  expect(await field(page, 'Password').inputValue()).toBe('pasted from a manager');
  await expect.poll(() => rulesOn(visitor)).toContain('✓Met: At least 8 characters.');
  for (const [label, purpose] of [
    ['Username', 'username'],
    ['Password', 'new-password'],
    ['Password again', 'new-password'],
  ] as const) {
    expect(await field(page, label).getAttribute('autocomplete')).toBe(purpose);
  }
});
