import { afterEach, expect, test, vi } from 'vitest';
import { readDraft } from './drafts.tsx';

/** As much of an input as a draft is made from. */
class Input {
  constructor(fields: object) {
    Object.assign(this, { autocomplete: '', checked: false }, fields);
  }
}

afterEach(() => vi.unstubAllGlobals());

test('a draft keeps texts and boxes, and no password, shown or not', () => {
  vi.stubGlobal('HTMLInputElement', Input);
  vi.stubGlobal('HTMLTextAreaElement', class extends Input {});
  vi.stubGlobal('HTMLSelectElement', class extends Input {});
  const elements = [
    new Input({ name: 'username', type: 'text', value: 'ada', autocomplete: 'username' }),
    new Input({ name: 'remember', type: 'checkbox', checked: true }),
    new Input({ name: 'password', type: 'password', value: 'hidden' }),
    new Input({ name: 'currentPassword', type: 'text', value: 'shown', autocomplete: 'current-password' }),
    new Input({ name: 'newPassword', type: 'text', value: 'shown', autocomplete: 'new-password' }),
  ];

  expect(readDraft({ elements } as unknown as HTMLFormElement)).toEqual({ username: 'ada', remember: 'true' });
});
