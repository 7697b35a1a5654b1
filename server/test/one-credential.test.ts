import { expect, test } from 'vitest';
import { ada } from './people.ts';
import { startTestApp } from './test-app.ts';

const login = (password: string) => `login(input: { username: "ada", password: "${password}" }) { __typename }`;
const SIGNUP = `signup(input: { username: "eve", password: "${ada.password}", passwordConfirmation: "${ada.password}" }) { __typename }`;

test.each([
  ['by alias', `mutation { a: ${login('one')} b: ${login('two')} }`],
  [
    'in two fragments',
    `mutation { ...A ...B } fragment A on Mutation { a: ${login('one')} } fragment B on Mutation { b: ${login('two')} }`,
  ],
  ['in one fragment that is spread twice', `mutation { ...A ... { ...A } } fragment A on Mutation { ${login('one')} }`],
  ['in inline fragments', `mutation { ... { a: ${login('one')} } ... on Mutation { b: ${login('two')} } }`],
  ['behind @skip', `mutation { a: ${login('one')} ...@skip(if: true) { b: ${login('two')} } }`],
  [
    'behind a variable',
    `mutation ($x: Boolean = false) { a: ${login('one')} ... @include(if: $x) { b: ${login('two')} } }`,
  ],
  ['of another kind', `mutation { ${SIGNUP} ${login('one')} }`],
  ['that is only checked', `mutation { checkPassword(input: { password: "x" }) { __typename } ${login('one')} }`],
  [
    'in an operation that isn’t asked for',
    `mutation A { ${login('one')} } mutation B { a: ${login('one')} b: ${login('two')} }`,
  ],
])('a credential and another one %s are refused, and none is looked at', async (_name, query) => {
  await using limited = await startTestApp({ limits: { loginAccount: { count: 1, seconds: 900 } } });
  await limited.signedUp(ada);

  const response = await limited
    .visitor()
    .post(JSON.stringify({ query, operationName: /mutation A/.test(query) ? 'A' : null }));

  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    errors: [
      {
        message: 'More than 1 field of the operation checks or sets a credential.',
        extensions: { code: 'CREDENTIAL_LIMIT' },
      },
    ],
  });
  expect(await limited.database.prisma.user.count()).toBe(1);
  expect(await limited.visitor().login('ada', 'wrong')).toMatchObject({ __typename: 'InvalidCredentials' });
});

test('a credential may come with fields that take none', async () => {
  await using app = await startTestApp();
  await app.signedUp(ada);
  const { data } = await app.visitor().send(`mutation { ${login(ada.password)} logout }`);
  expect(data).toEqual({ login: { __typename: 'LoginSuccess' }, logout: true });
});

test('a credential can’t be multiplied by a batch', async () => {
  await using limited = await startTestApp({ limits: { loginAccount: { count: 1, seconds: 900 } } });
  const one = { query: `mutation { ${login('wrong')} }` };
  const response = await limited.visitor().post(JSON.stringify([one, one]));
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  expect(await limited.visitor().login('ada', 'wrong')).toMatchObject({ __typename: 'InvalidCredentials' });
});
