import type { Locator, Page } from 'playwright-core';
import { ada } from '../../server/test/people.ts';
import type { Account } from './scenes.ts';

const CHOSEN = 'staple paper clip';

/** What this person would type, by what the fields say that they are for. */
function typedBy({ username, password }: Account): Record<string, string> {
  return {
    username,
    email: 'countess@example.com',
    'given-name': 'Augusta',
    'family-name': 'King',
    'current-password': password,
    'new-password': CHOSEN,
  };
}

/** What a person can reach: the dialog that is open over the page, or the page. */
async function areaOf(page: Page): Promise<Locator> {
  const dialog = page.locator('dialog:modal');
  return (await dialog.count()) > 0 ? dialog : page.locator('body');
}

/** Fills in every field, so that whatever is sent succeeds. */
export async function fillIn(page: Page, account: Account = ada): Promise<void> {
  const typed = typedBy(account);
  const area = await areaOf(page);
  const chooses = (await area.locator('input[autocomplete="new-password"]').count()) > 0;
  for (const input of await area.locator('input[autocomplete]:visible').all()) {
    const purpose = String(await input.getAttribute('autocomplete'));
    // Who chooses a username as well as a password is somebody new.
    await input.fill(purpose === 'username' && chooses ? `new-${account.username}` : String(typed[purpose]));
  }
}

/** The buttons that may send something. */
export async function buttonsOf(page: Page): Promise<Locator[]> {
  const area = await areaOf(page);
  return area.locator('button:visible:not(.skip, .reveal)').all();
}

/** The name of the mutation in a request's body, or null. */
export function mutationIn(body: string | null): string | null {
  return body?.match(/mutation (\w+)/)?.[1] ?? null;
}
