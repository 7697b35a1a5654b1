import { expect, test } from 'vitest';
import { ada, grace } from './people.ts';
import { startTestApp, type TestApp } from './test-app.ts';

const ONE_GUESS = { loginAddress: { count: 1, seconds: 900 }, signupAddress: { count: 1, seconds: 900 } };

/** What a wrong password is answered, to somebody behind these proxies. */
async function guess(app: TestApp, forwarded: string): Promise<string> {
  const visitor = app.visitor({ 'x-forwarded-for': forwarded });
  return (await visitor.login(`nobody${Math.random()}`, 'wrong')).__typename;
}

test('behind a proxy that is trusted, each client has allowances of their own', async () => {
  await using app = await startTestApp({ limits: ONE_GUESS, trustProxy: 1 });

  expect(await guess(app, '203.0.113.1')).toBe('InvalidCredentials');
  expect(await guess(app, '203.0.113.2')).toBe('InvalidCredentials');
  expect(await guess(app, '203.0.113.1')).toBe('TooManyAttempts');
});

test('who makes up addresses before their own, or spells it differently, stays the same client', async () => {
  await using app = await startTestApp({ limits: ONE_GUESS, trustProxy: 1 });
  await guess(app, '2001:db8::1');

  for (const forwarded of ['203.0.113.7, 2001:db8::1', '2001:DB8:0:0::2', '[2001:db8::3]:9999', '2001:db8::4%eth0']) {
    expect(await guess(app, forwarded)).toBe('TooManyAttempts');
  }
  expect(await guess(app, '2001:db8:0:1::1')).toBe('InvalidCredentials');
});

test('without TRUST_PROXY the header gives nobody another allowance, and one line says what is wrong', async () => {
  await using app = await startTestApp({ limits: ONE_GUESS });

  expect(await guess(app, '203.0.113.1')).toBe('InvalidCredentials');
  expect(await guess(app, '203.0.113.2')).toBe('TooManyAttempts');
  expect(app.log.filter(({ msg }) => msg.includes('set TRUST_PROXY'))).toHaveLength(1);
});

test('garbage in the header is answered like anything else, and counts as the proxy', async () => {
  await using app = await startTestApp({ limits: ONE_GUESS, trustProxy: 1 });

  expect(await guess(app, 'x'.repeat(8000))).toBe('InvalidCredentials');
  expect(await guess(app, '";DROP')).toBe('TooManyAttempts');
});

test('people see the whole address, and so do the log’s lines', async () => {
  await using app = await startTestApp({ limits: ONE_GUESS, trustProxy: 1 });
  const laptop = app.visitor({ 'x-forwarded-for': '[2001:DB8::1]:443' });
  await laptop.signup(ada);

  expect(await laptop.mySessions()).toMatchObject([{ address: '2001:db8::1' }]);
  expect(app.log).toContainEqual(expect.objectContaining({ event: 'signedUp', address: '2001:db8::1' }));
  const neighbour = app.visitor({ 'x-forwarded-for': '2001:db8::2' });
  expect(await neighbour.signup(grace)).toMatchObject({ __typename: 'TooManyAttempts' });
});
