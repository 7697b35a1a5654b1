import { expect, test } from 'vitest';
import { ada, grace } from './people.ts';
import { startTestApp } from './test-app.ts';

const codesOf = ({ issues, unmet }: Record<string, any>) =>
  (issues ?? unmet).map(({ field, code, limit }: any) => [field, code, limit]);

test('anybody can read the rules, with their limits and help texts', async () => {
  await using app = await startTestApp({ passwordMinLength: 15, serviceName: 'Acme' });

  const { data } = await app.visitor().send('{ passwordPolicy { rules { code help limit } } }');

  expect(data?.passwordPolicy.rules).toEqual([
    { code: 'PASSWORD_TOO_SHORT', help: 'At least 15 characters.', limit: 15 },
    { code: 'PASSWORD_TOO_LONG', help: 'At most 1024 characters.', limit: 1024 },
    { code: 'PASSWORD_TOO_SIMILAR', help: 'Not like your username, your name or your e-mail address.', limit: null },
    { code: 'PASSWORD_TOO_COMMON', help: 'Not one that many people use, and not “Acme”.', limit: null },
    { code: 'PASSWORD_ENTIRELY_NUMERIC', help: 'Not digits alone.', limit: null },
  ]);
});

test('a signup tells every rule that its password breaks, measured at what the same form says', async () => {
  await using app = await startTestApp();
  const { issues } = await app.visitor().signup({ ...ada, username: 'x1234567', password: '1234567' });

  expect(codesOf({ issues })).toEqual([
    ['password', 'PASSWORD_TOO_SHORT', 8],
    ['password', 'PASSWORD_TOO_SIMILAR', null],
    ['password', 'PASSWORD_TOO_COMMON', null],
    ['password', 'PASSWORD_ENTIRELY_NUMERIC', null],
  ]);
  expect(await app.database.prisma.user.count()).toBe(0);
});

test.each([
  ['username', { ...ada, username: 'analytical' }, 'Analytical7'],
  ['first name', { ...ada, firstName: 'Augusta Ada' }, 'augusta1'],
  ['last name', ada, 'lovelace1815'],
  ['e-mail address', { ...ada, email: 'enchantress@example.com' }, 'enchantress!'],
])('a signup refuses a password that is like the %s', async (name, person, password) => {
  await using app = await startTestApp();

  expect(await app.visitor().signup({ ...person, password })).toMatchObject({
    issues: [{ code: 'PASSWORD_TOO_SIMILAR', message: `This is too much like your ${name}.` }],
  });
});

test('a password change is measured at the person who is signed in', async () => {
  await using app = await startTestApp();
  const agent = await app.signedUp(ada);

  expect(codesOf(await agent.changePassword(ada.password, 'Lovelace1815'))).toEqual([
    ['newPassword', 'PASSWORD_TOO_SIMILAR', null],
  ]);
  expect(codesOf(await agent.changePassword(ada.password, 'Gatehouse1!'))).toEqual([
    ['newPassword', 'PASSWORD_TOO_COMMON', null],
  ]);
  expect(codesOf(await agent.changePassword(ada.password, ada.password))).toEqual([
    ['newPassword', 'PASSWORD_UNCHANGED', null],
  ]);
  expect(await app.visitor().login(ada.username, ada.password)).toMatchObject({ __typename: 'LoginSuccess' });
});

test('a visitor learns which rules a password would break, of whatever the form says so far', async () => {
  await using app = await startTestApp();
  const visitor = app.visitor();

  expect(codesOf(await visitor.checkPassword({ password: 'correct horse' }))).toEqual([]);
  expect(codesOf(await visitor.checkPassword({ password: '' }))).toEqual([['password', 'PASSWORD_TOO_SHORT', 8]]);
  const person = { username: 'nobody', email: 'hopper@example.com', firstName: null };
  expect(codesOf(await visitor.checkPassword({ password: 'h0pper', ...person }))).toEqual([
    ['password', 'PASSWORD_TOO_SHORT', 8],
    ['password', 'PASSWORD_TOO_SIMILAR', null],
  ]);
});

test('what a check finds unmet is what a signup refuses', async () => {
  await using app = await startTestApp();
  const { password: _, ...person } = ada;
  for (const password of [
    'short',
    'password1',
    'adalovelace',
    '12345678',
    'x'.repeat(1025),
    'g4teh0use',
    'a\ud800bcdefgh',
  ]) {
    const { unmet } = await app.visitor().checkPassword({ password, ...person });
    const { issues } = await app.visitor().signup({ ...person, password });

    expect(unmet.length, password).toBeGreaterThan(0);
    expect(unmet).toEqual(issues);
  }
});

test('a signed-in viewer’s own names count in a check, and those of the form, too', async () => {
  await using app = await startTestApp();
  const agent = await app.signedUp(ada);

  expect(codesOf(await agent.checkPassword({ password: 'lovelace1815' }))).toHaveLength(1);
  expect(codesOf(await app.visitor().checkPassword({ password: 'lovelace1815' }))).toHaveLength(0);
  expect(codesOf(await agent.checkPassword({ password: 'hopper1906', lastName: grace.lastName }))).toHaveLength(1);
});

test('checks are limited per address, and say how long to wait; signing up and in goes on', async () => {
  await using app = await startTestApp({ limits: { checkPasswordAddress: { count: 2, seconds: 900 } } });
  await app.visitor().checkPassword({ password: 'one' });
  await app.visitor().checkPassword({ password: 'two' });

  const refused = await app.visitor().checkPassword({ password: 'three' });

  expect(refused.__typename).toBe('TooManyAttempts');
  expect(refused.retryAfterSeconds).toBeGreaterThan(0);
  await app.signedUp(ada);
});

test('a check changes nothing and leaves no line in the log', async () => {
  await using app = await startTestApp();
  const agent = await app.signedUp(ada);
  const { cookie } = agent;
  const lines = app.log.length;

  await agent.checkPassword({ password: 'Secret-To-Nobody-Else', username: 'secret' });

  // But for the line that every operation has at debug.
  expect(app.log.slice(lines).filter(({ level }) => level > 20)).toEqual([]);
  expect(agent.cookie).toBe(cookie);
  expect(await app.visitor().login(ada.username, ada.password)).toMatchObject({ __typename: 'LoginSuccess' });
});
