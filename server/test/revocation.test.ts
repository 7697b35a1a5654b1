import { expect, test } from 'vitest';
import { revokeAllSessions } from '../accounts/revoke-all-sessions.ts';
import { revokeSessions } from '../accounts/revoke-sessions.ts';
import { setPassword } from '../accounts/set-password.ts';
import { createPasswords } from '../passwords/passwords.ts';
import { createPasswordPolicy } from '../passwords/policy.ts';
import { ada, grace } from './people.ts';
import { startTestApp, type TestApp } from './test-app.ts';

function findAda({ database }: TestApp) {
  return database.prisma.user.findUniqueOrThrow({ where: { usernameFolded: 'ada' } });
}

test('revoking a user’s sessions ends those of every device, and nobody else’s', async () => {
  await using app = await startTestApp();
  const phone = await app.signedUp(ada);
  const laptop = await app.loggedIn(ada, true);
  const other = await app.signedUp(grace);

  await revokeSessions(app, await findAda(app));

  expect([await phone.me(), await laptop.me()]).toEqual([null, null]);
  expect(await other.me()).toMatchObject({ username: grace.username });
  expect(await laptop.login(ada.username, ada.password)).toMatchObject({ __typename: 'LoginSuccess' });
});

test('revoking everybody’s reaches every user, however many batches they are', async () => {
  await using app = await startTestApp();
  const browser = await app.signedUp(ada);
  await app.database.prisma.$executeRaw`
    INSERT INTO "User" ("id", "username", "usernameFolded", "password", "sessionEpoch")
    SELECT gen_random_uuid(), n, n, '!', '00000000-0000-4000-8000-000000000000' FROM generate_series(1, 11000) AS n`;

  expect(await revokeAllSessions(app)).toBe(11_001);

  expect(await browser.me()).toBeNull();
  const epochs = await app.database.prisma.user.groupBy({ by: ['sessionEpoch'] });
  expect(epochs).toHaveLength(11_001);
});

test('a password that whoever runs the service sets ends every session of the old one', async () => {
  await using app = await startTestApp();
  const phone = await app.signedUp(ada);
  const passwordPolicy = createPasswordPolicy({ minLength: 8, serviceName: 'Gatehouse' });
  const services = { database: app.database, passwords: createPasswords({ cost: 4 }), passwordPolicy };

  await setPassword(services, await findAda(app), { password: grace.password, confirmation: grace.password });

  expect(await phone.me()).toBeNull();
  expect(await phone.login(ada.username, ada.password)).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await phone.login(ada.username, grace.password)).toMatchObject({ __typename: 'LoginSuccess' });
});
