import { expect, test } from 'vitest';
import { ada } from './people.ts';
import { startTestApp } from './test-app.ts';

test('signing up collects every issue, field by field, and creates nothing', async () => {
  await using app = await startTestApp();
  const visitor = app.visitor();

  const result = await visitor.signup(
    {
      username: 'a b',
      password: 'short',
      email: 'nonsense',
      firstName: 'x'.repeat(151),
      lastName: 'a\0b',
    },
    { passwordConfirmation: 'other' },
  );

  expect(result.__typename).toBe('ValidationFailed');
  expect(result.issues.map(({ field, code, limit }: any) => [field, code, limit])).toEqual([
    ['username', 'INVALID_CHARACTERS', null],
    ['password', 'PASSWORD_TOO_SHORT', 8],
    ['passwordConfirmation', 'PASSWORDS_DIFFER', null],
    ['email', 'INVALID_EMAIL', null],
    ['firstName', 'TOO_LONG', 150],
    ['lastName', 'INVALID_CHARACTERS', null],
  ]);
  expect(visitor.cookie).toBeNull();
  expect(await app.database.prisma.user.count()).toBe(0);
});

test.each(['ada', 'ADA', ' Ada ', 'ａｄａ'])('the username %j is taken when there is an ada', async (username) => {
  await using app = await startTestApp();
  await app.signedUp(ada);

  expect(await app.visitor().signup({ ...ada, username })).toMatchObject({
    issues: [{ field: 'username', code: 'USERNAME_TAKEN' }],
  });
});

test('a taken username is told together with the other issues', async () => {
  await using app = await startTestApp();
  await app.signedUp(ada);

  const { issues } = await app.visitor().signup({ ...ada, password: 'short' });

  expect(issues.map(({ code }: any) => code)).toEqual(['PASSWORD_TOO_SHORT', 'USERNAME_TAKEN']);
});

test('of many signups for one name at once, one succeeds and the others hear that it is taken', async () => {
  await using app = await startTestApp();
  const spellings = ['ada', 'Ada', 'ADA', 'aDa', 'ａｄａ'];
  const signups = Array.from({ length: 20 }, (_, index) =>
    app.visitor().signup({ ...ada, username: spellings[index % spellings.length] as string }),
  );

  const names = (await Promise.all(signups)).map(({ __typename }) => __typename);

  expect(names.filter((name) => name === 'SignupSuccess')).toHaveLength(1);
  expect(names.filter((name) => name === 'ValidationFailed')).toHaveLength(19);
  expect(await app.database.prisma.user.count()).toBe(1);
});

test('two people may give the same e-mail address, and it is optional', async () => {
  await using app = await startTestApp();
  await app.signedUp(ada);

  expect(await app.visitor().signup({ ...ada, username: 'other' })).toMatchObject({ __typename: 'SignupSuccess' });
  expect(await app.visitor().signup({ username: 'third', password: ada.password })).toMatchObject({
    user: { email: null, firstName: '', lastName: '' },
  });
});

test('a password of 1,024 letters works to its last one, and one with a NUL in it, too', async () => {
  await using app = await startTestApp();
  const long = `${'a'.repeat(1023)}b`;
  await app.signedUp({ ...ada, password: long });
  await app.signedUp({ ...ada, username: 'nul', password: 'before\0after' });

  const visitor = app.visitor();
  expect(await visitor.login('ada', `${'a'.repeat(1023)}c`)).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await visitor.login('nul', 'before\0other')).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await visitor.login('ada', long)).toMatchObject({ __typename: 'LoginSuccess' });
  expect(await visitor.login('nul', 'before\0after')).toMatchObject({ __typename: 'LoginSuccess' });
});

test('a password typed in another normal form is the same password', async () => {
  await using app = await startTestApp();
  await app.signedUp({ ...ada, password: 'caf\u00e9 au lait' });

  expect(await app.visitor().login('ada', 'cafe\u0301 au lait')).toMatchObject({ __typename: 'LoginSuccess' });
});

test('a new user has no rights, whatever the request says', async () => {
  await using app = await startTestApp();

  const { errors } = await app
    .visitor()
    .send(
      `mutation { signup(input: { username: "a", password: "passphrase!", passwordConfirmation: "passphrase!", isStaff: true }) { __typename } }`,
    );

  expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  expect(await app.database.prisma.user.count()).toBe(0);
});
