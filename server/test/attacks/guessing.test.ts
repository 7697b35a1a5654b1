import { afterAll, beforeAll, expect, test } from 'vitest';
import { somebody } from '../callers.ts';
import type { Person } from '../people.ts';
import { type Production, startProduction } from './production.ts';
import { type ProductionStores, prepareStores } from './stores.ts';
import { codesIn, comparable, type Witness } from './witness.ts';

const ENV = {
  TRUST_PROXY: '1',
  LIMIT_LOGIN_ACCOUNT: '5/900',
  LIMIT_LOGIN_ADDRESS: '3/900',
  LIMIT_SIGNUP_ADDRESS: '3/3600',
  LIMIT_CHECK_PASSWORD_ADDRESS: '3/900',
};

let stores: ProductionStores;
let server: Production;

beforeAll(async () => {
  stores = await prepareStores();
  server = await startProduction(ENV, stores);
});
afterAll(() => server?.stop());

let strangers = 0;

/** Somebody at an address that no other has. */
function stranger(at = server): Witness {
  strangers += 1;
  return at.visitor({ 'x-forwarded-for': `10.1.${strangers >> 8}.${strangers & 255}` });
}

async function signedUp(person: Person): Promise<Witness> {
  const browser = stranger();
  expect(await browser.signup(person)).toMatchObject({ __typename: 'SignupSuccess' });
  return browser;
}

/** Many at once, each from an address of its own: what they were answered. */
async function guessAtOnce(username: string, times: number, servers = [server]): Promise<string[]> {
  const guesses = Array.from({ length: times }, (_, index) =>
    stranger(servers[index % servers.length]).login(username, `wrong ${index}`),
  );
  return (await Promise.all(guesses)).map(({ __typename }) => __typename);
}

/** How often each name is there. */
function tally(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) {
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

test('of 200 guesses at once five are looked at, then everybody waits half a minute, whatever spelling they use', async () => {
  const person = somebody();
  await signedUp(person);

  expect(tally(await guessAtOnce(person.username, 200))).toEqual({ InvalidCredentials: 5, TooManyAttempts: 195 });

  const fullwidth = person.username.replace('p', 'ｐ');
  for (const spelling of [person.username, person.username.toUpperCase(), ` ${person.username}\t`, fullwidth]) {
    const refused = await stranger().login(spelling, person.password);
    expect(refused, spelling).toMatchObject({ __typename: 'TooManyAttempts' });
    expect(refused.retryAfterSeconds).toBeGreaterThan(20);
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(30);
  }
});

test('a name that nobody has is limited alike, and answered so that nobody can tell', async () => {
  const person = somebody();
  await signedUp(person);
  const answersOf = async (username: string) => {
    const answers = [];
    for (let guess = 0; guess < 6; guess += 1) {
      const guesser = stranger();
      await guesser.login(username, 'wrong');
      answers.push({ ...comparable(guesser.last), body: guesser.last.body.replace(/\d+/g, 'N') });
    }
    return answers;
  };

  const answers = await answersOf(person.username);

  expect(await answersOf('nobody-at-all')).toEqual(answers);
  expect(tally(answers.map(({ body }) => JSON.parse(body.replace(/\bN\b/g, '0')).data.login.__typename))).toEqual({
    InvalidCredentials: 5,
    TooManyAttempts: 1,
  });
});

test('no document and no batch carries two guesses, and of one that does nothing is run or counted', async () => {
  const [person, newcomer] = [somebody(), somebody()];
  await signedUp(person);
  const guess = (password = person.password) =>
    `login(input: { username: "${person.username}", password: "${password}" }) { __typename }`;
  const signup = `signup(input: { username: "${newcomer.username}", password: "${newcomer.password}", passwordConfirmation: "${newcomer.password}" }) { __typename }`;
  const batch = { query: `mutation { ${guess()} }` };

  for (const [body, code] of [
    [{ query: `mutation { a: ${guess('x')} b: ${guess()} }` }, 'CREDENTIAL_LIMIT'],
    [{ query: `mutation { ...A ... { ...A } } fragment A on Mutation { ${guess()} }` }, 'CREDENTIAL_LIMIT'],
    [
      {
        query: `mutation { ...A ...B } fragment A on Mutation { a: ${guess('x')} } fragment B on Mutation { ${guess()} }`,
      },
      'CREDENTIAL_LIMIT',
    ],
    [
      {
        query: `mutation ($b: Boolean!) { a: ${guess('x')} ... @include(if: $b) { b: ${guess()} } }`,
        variables: { b: true },
      },
      'CREDENTIAL_LIMIT',
    ],
    [
      {
        query: `mutation ($b: Boolean!) { ... @skip(if: $b) { a: ${guess('x')} } ... @include(if: $b) { b: ${guess()} } }`,
        variables: { b: true },
      },
      'CREDENTIAL_LIMIT',
    ],
    [{ query: `mutation { ${signup} ${guess()} }` }, 'CREDENTIAL_LIMIT'],
    [
      { query: `mutation A { ${guess()} } mutation B { a: ${guess()} b: ${guess()} }`, operationName: 'A' },
      'CREDENTIAL_LIMIT',
    ],
    [[batch, batch], 'BAD_REQUEST'],
    [[batch], 'BAD_REQUEST'],
  ] as const) {
    const guesser = stranger();
    await guesser.post(JSON.stringify(body));
    expect({ status: guesser.last.status, codes: codesIn(guesser.last.body) }).toEqual({ status: 400, codes: [code] });
    expect(guesser.setCookie).toBeNull();
  }
  const lines = stranger();
  await lines.post(`${JSON.stringify(batch)}\n${JSON.stringify(batch)}`);
  expect(lines.last.status).toBe(400);

  expect(tally(await guessAtOnce(person.username, 6))).toEqual({ InvalidCredentials: 5, TooManyAttempts: 1 });
  expect(await stranger().signup(newcomer)).toMatchObject({ __typename: 'SignupSuccess' });
});

test('who has logged in with a browser before still gets in with it, while strangers are refused', async () => {
  const [person, other] = [somebody(), somebody()];
  const browser = await signedUp(person);
  await browser.logout();
  const elsewhere = await signedUp(other);
  await guessAtOnce(person.username, 6);

  elsewhere.cookie = null;
  expect(await elsewhere.login(person.username, person.password)).toMatchObject({ __typename: 'TooManyAttempts' });
  expect(await stranger().login(person.username, person.password)).toMatchObject({ __typename: 'TooManyAttempts' });
  expect(await browser.login(person.username, person.password)).toMatchObject({ __typename: 'LoginSuccess' });
});

test('an address has three wrong passwords, for whatever names, however the proxy spells it', async () => {
  const from = (address: string) => server.visitor({ 'x-forwarded-for': address });
  const answersTo = async (addresses: string[]) => {
    const answers = addresses.map((address, index) => from(address).login(`nobody-${address}-${index}`, 'wrong'));
    return tally((await Promise.all(answers)).map(({ __typename }) => __typename));
  };

  const onIpv4 = ['203.0.113.7', ' 203.0.113.7 ', '203.0.113.7:4711', '::ffff:203.0.113.7', '::FFFF:cb00:7107'];
  expect(await answersTo(onIpv4)).toEqual({ InvalidCredentials: 3, TooManyAttempts: 2 });
  const onIpv6 = [
    '2001:db8::1',
    '[2001:DB8::2]:9999',
    '2001:db8:0:0:ffff::3',
    '2001:0db8:0000:0000::4',
    '2001:db8::5%eth0',
  ];
  expect(await answersTo(onIpv6)).toEqual({ InvalidCredentials: 3, TooManyAttempts: 2 });
  expect(await answersTo(['2001:db8:0:1::1'])).toEqual({ InvalidCredentials: 1 });
});

test('signups and checks of a password are limited by address, too, those that come to nothing included', async () => {
  for (const attempt of [
    (visitor: Witness) => visitor.signup({ ...somebody(), username: 'not allowed' }),
    (visitor: Witness) => visitor.checkPassword({ password: 'short' }),
  ]) {
    const one = stranger();
    const names = (await Promise.all([1, 2, 3, 4, 5].map(() => attempt(one)))).map(({ __typename }) => __typename);
    expect(names.filter((name) => name === 'TooManyAttempts')).toHaveLength(2);
    expect(await attempt(stranger())).not.toMatchObject({ __typename: 'TooManyAttempts' });
  }
});

test.runIf(process.env.STORES === 'servers')(
  'two processes on the same stores allow no more than one does',
  async () => {
    await using other = await startProduction(ENV, stores);
    const person = somebody();
    await signedUp(person);

    const names = await guessAtOnce(person.username, 40, [server, other]);

    expect(tally(names)).toEqual({ InvalidCredentials: 5, TooManyAttempts: 35 });
  },
);
