import { expect, test } from 'vitest';
import { STORY } from '../http/playground-story.ts';
import { startTestApp } from './test-app.ts';

test('the playground’s tabs, run one after the other, tell the whole story', async () => {
  await using app = await startTestApp();
  const browser = app.visitor();

  const outcomes: unknown[] = [];
  for (const { query } of STORY) {
    const { data, errors } = await browser.send(query);
    expect(errors).toBeUndefined();
    const [answer] = Object.values(data ?? {});
    outcomes.push(answer?.__typename ?? answer?.username ?? answer);
  }

  expect(outcomes).toEqual([
    'SignupSuccess',
    'grace',
    'UpdateProfileSuccess',
    'ChangePasswordSuccess',
    true,
    'LoginSuccess',
    'DeleteAccountSuccess',
  ]);
});
