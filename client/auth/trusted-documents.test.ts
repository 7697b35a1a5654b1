import { readFile } from 'node:fs/promises';
import { cacheExchange, type Exchange } from '@urql/core';
import { expect, test } from 'vitest';
import { ada } from '../../server/test/people.ts';
import { startTestApp } from '../../server/test/test-app.ts';
import { createBrowserFetch } from '../test/browser-fetch.ts';
import { createAuthClient } from './create-auth-client.ts';
import { MySessionsDocument } from './generated/graphql.ts';

const documentsFile = 'dist/trusted-documents.json';

/** Calls everything that the client offers, and answers which operations it sent. */
async function useEverything(exchanges: () => Exchange[]): Promise<Set<string>> {
  await using app = await startTestApp({ documentsFile, trustedDocuments: { more: [] } });
  const browser = createBrowserFetch();
  const auth = createAuthClient({ url: `${app.url}/graphql`, fetch: browser.fetch, exchanges });
  const answers = [
    await auth.checkPassword({ password: ada.password }),
    await auth.passwordPolicy(),
    await auth.signup({ ...ada, passwordConfirmation: ada.password }),
    await auth.updateProfile({ firstName: 'Augusta' }),
    await auth.changePassword({
      currentPassword: ada.password,
      newPassword: 'staple paper clip',
      newPasswordConfirmation: 'staple paper clip',
    }),
    await auth.getState().client.query(MySessionsDocument, {}).toPromise(),
    await auth.revokeSession('nobody’s'),
    await auth.revokeOtherSessions(),
    await auth.logout(),
    await auth.login({ username: 'ada', password: 'staple paper clip' }),
    await auth.deleteAccount({ password: 'staple paper clip' }),
  ];
  expect(await auth.refresh()).toMatchObject({ status: 'anonymous' });
  expect(answers.filter(({ error }) => error)).toEqual([]);
  return new Set(browser.sent.map(({ operation }) => operation));
}

test.each([
  ['a cache, which asks for __typename', () => [cacheExchange]],
  ['none', () => []],
])('the server that runs trusted documents alone runs all of the client’s, with %s', async (_name, exchanges) => {
  const sent = await useEverything(exchanges);

  const file = await readFile('client/auth/generated/graphql.ts', 'utf8');
  const operations = [...file.matchAll(/^(?: {4})?(?:query|mutation) (\w+)/gm)].map(([, name = '']) => name);
  expect(operations.length).toBeGreaterThan(10);
  expect(operations.filter((name) => !sent.has(name))).toEqual([]);
});
