import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeBcryptSha256 } from '../../passwords/hashers/bcrypt-sha256.ts';
import { ada, grace } from '../people.ts';
import { type Production, startProduction } from './production.ts';
import { prepareStores } from './stores.ts';
import { comparable, type SeenAnswer } from './witness.ts';

let server: Production;

beforeAll(async () => {
  const stores = await prepareStores();
  const password = await encodeBcryptSha256(ada.password, 10);
  await stores.withDatabase(({ prisma }) =>
    prisma.user.createMany({
      data: [
        { username: 'ada', usernameFolded: 'ada', password },
        { username: 'grace', usernameFolded: 'grace', password, isActive: false },
      ],
    }),
  );
  server = await startProduction(
    { TRUST_PROXY: '1', LIMIT_LOGIN_ACCOUNT: '2/900', LIMIT_SIGNUP_ADDRESS: '4/3600' },
    stores,
  );
});
afterAll(() => server?.stop());

let strangers = 0;

function stranger() {
  strangers += 1;
  return server.visitor({ 'x-forwarded-for': `203.0.113.${strangers}` });
}

async function loginOf(username: string, password: string): Promise<SeenAnswer> {
  const visitor = stranger();
  await visitor.send(
    `mutation ($input: LoginInput!) { login(input: $input) { __typename ... on Error { message } } }`,
    { input: { username, password } },
  );
  return visitor.last;
}

test('a wrong password, an unknown name and an inactive account have one answer, and one after the limit', async () => {
  const attempts = [
    ['ada', 'wrong'],
    ['nobody', 'wrong'],
    ['not a name\0', 'wrong'],
    ['x'.repeat(5000), 'wrong'],
    ['', ''],
    // Its own password is right.
    ['grace', ada.password],
  ] as const;
  const answers: ReturnType<typeof comparable>[][] = [];
  for (const [username, password] of attempts) {
    const three = [];
    for (const _time of ['first', 'second', 'limited']) {
      three.push(comparable(await loginOf(username, password)));
    }
    answers.push(three);
  }

  const [ofAda, ...others] = answers;
  expect(ofAda?.map(({ body }) => JSON.parse(body).data.login.__typename)).toEqual([
    'InvalidCredentials',
    'InvalidCredentials',
    'TooManyAttempts',
  ]);
  for (const [index, other] of others.entries()) {
    expect(other, attempts[index + 1]?.[0].slice(0, 20)).toEqual(ofAda);
  }
  // The right password doesn't tell either that there is an account.
  expect(comparable(await loginOf('ada', ada.password))).toEqual(ofAda?.[2]);
});

test('a signup says that a name is taken, in whatever spelling, an inactive account’s too', async () => {
  for (const username of ['ada', 'ADA', 'ａda', 'grace']) {
    expect(await stranger().signup({ ...grace, username }), username).toMatchObject({
      __typename: 'ValidationFailed',
      issues: [{ field: 'username', code: 'USERNAME_TAKEN' }],
    });
  }
});

test('an address can ask so for a few names only; then taken and free ones have one answer', async () => {
  const asker = stranger();
  for (const username of ['ada', 'ada', 'grace', 'ada']) {
    expect(await asker.signup({ ...grace, username })).toMatchObject({ __typename: 'ValidationFailed' });
  }

  await asker.signup({ ...grace, username: 'ada' });
  const taken = comparable(asker.last);
  await asker.signup({ ...grace, username: 'free' });
  expect(asker.last.body).toContain('TooManyAttempts');
  const seconds = /"retryAfterSeconds":\d+/;
  const free = comparable(asker.last);
  expect({ ...free, body: free.body.replace(seconds, '') }).toEqual({
    ...taken,
    body: taken.body.replace(seconds, ''),
  });
});

test('what checks a password or lists sessions tells a stranger of no account', async () => {
  const ask = async (username: string) => {
    const visitor = stranger();
    await visitor.checkPassword({ password: 'a passphrase of some words', username });
    await visitor.mySessions().catch(() => undefined);
    return visitor.answers.map(comparable);
  };
  expect(await ask('ada')).toEqual(await ask('bob'));
});
