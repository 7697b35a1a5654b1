import { serverAudits } from 'graphql-http';
import { expect, test } from 'vitest';
import { startTestApp } from './test-app.ts';

/** GraphQL over HTTP's audits that want GET, which we don't answer; the specification makes it a MAY. */
const WANT_GET = ['5A70', 'D6D5', '6A70'];

/** Those that ask for the schema to see whether they are heard. */
const WANT_INTROSPECTION = ['28B9', '2EA1'];

test.each([
  ['development', { introspection: true, playground: true }, WANT_GET],
  [
    'production, which hides its schema,',
    { introspection: false, playground: false },
    [...WANT_GET, ...WANT_INTROSPECTION],
  ],
])(
  'in %s the official GraphQL-over-HTTP audits pass, but for those that want what it doesn’t have',
  async (_profile, profile, exceptions) => {
    await using app = await startTestApp(profile);
    const audits = serverAudits({ url: `${app.url}/graphql` });

    const results = await Promise.all(audits.map((audit) => audit.fn()));

    const failed = results.flatMap(({ id, status }) => (status === 'ok' ? [] : [id]));
    expect(failed.toSorted()).toEqual(exceptions.toSorted());
  },
);
