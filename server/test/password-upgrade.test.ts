import { expect, test, vi } from 'vitest';
import { ada } from './people.ts';
import { startTestApp, type TestApp } from './test-app.ts';

/** `ada.password` as Django 3.2 writes it (scrypt: as Python's hashlib does), with little work. */
const OUTDATED = [
  ['bcrypt_sha256 of a lower cost', 'bcrypt_sha256$$2b$05$b6Fw2LzWgsLSw/B/aPH7FuWEZCYNgGPOa1Cw0FWQu5wVQ7qv7WKx2'],
  ['bcrypt', 'bcrypt$$2b$04$ziPrNWiP8.PRAe1r9vLGxOSTeOl7wi4qUKaIwEIx.UZxpX3lkoBEW'],
  ['pbkdf2_sha256', 'pbkdf2_sha256$1000$seasalt$DrdiWD40lyBuydnjvZiDrdQMx1S1mOA9O0QYex0R6ww='],
  ['pbkdf2_sha1', 'pbkdf2_sha1$1000$seasalt$LPTbYn9/9ALjztx0Dtq5V+DLYLg='],
  ['argon2', 'argon2$argon2id$v=19$m=64,t=2,p=1$c2Vhc2FsdHNlYXNhbHQ$KVr0xd36EVRI7rAUD7CY8g'],
  [
    'scrypt',
    'scrypt$1024$seasalt$8$1$fTwdYrxXK5/OG6iyAYN++CxTZgMb6MHXR6rhVXIgSHjQ7FiXuVEFz4EvVUsmygTk21KAcS7joGurlDlxzzruZA==',
  ],
] as const;

/** Stores a hash as if it had moved in, and answers the row. */
async function movedIn({ database }: TestApp, password: string, isActive = true) {
  await database.prisma.user.updateMany({ data: { password, isActive } });
  return rowOf(database);
}

function rowOf(database: TestApp['database']) {
  return database.prisma.user.findFirstOrThrow({ omit: { password: false } });
}

test.each(OUTDATED)('a login with a hash of %s upgrades it, and ends no session', async (_name, encoded) => {
  await using app = await startTestApp({ bcryptCost: 6 });
  const phone = await app.signedUp(ada);
  const before = await movedIn(app, encoded);

  const laptop = await app.loggedIn(ada);

  const after = await rowOf(app.database);
  expect(after.password).toMatch(/^bcrypt_sha256\$\$2b\$06\$/);
  expect(after.sessionEpoch).toBe(before.sessionEpoch);
  expect(await Promise.all([phone.me(), laptop.me()])).toMatchObject([{ id: before.id }, { id: before.id }]);
  expect(await app.visitor().login(ada.username, ada.password)).toMatchObject({ __typename: 'LoginSuccess' });
  expect((await rowOf(app.database)).password).toBe(after.password);
});

test('a hash of a higher cost is brought to the one that is set now', async () => {
  await using app = await startTestApp({ bcryptCost: 7 });
  await app.signedUp(ada);
  await using cheaper = await startTestApp({ bcryptCost: 5, keep: true });

  await cheaper.loggedIn(ada);

  expect((await rowOf(app.database)).password).toMatch(/^bcrypt_sha256\$\$2b\$05\$/);
});

test('a login whose hash can’t be upgraded before the answer is due succeeds, and the hash stays', async () => {
  await using app = await startTestApp();
  await app.signedUp(ada);
  const [, , [, encoded]] = OUTDATED;
  const before = await movedIn(app, encoded);
  // A hash of this cost takes longer than the answer may.
  await using slow = await startTestApp({ bcryptCost: 15, deadline: 1200, keep: true });

  const browser = await slow.loggedIn(ada);
  const line = 'a hash was not upgraded; the next login tries again';
  await vi.waitFor(() => expect(slow.log.map(({ msg }) => msg)).toContain(line), 20_000);

  expect(await browser.me()).toMatchObject({ id: before.id });
  expect((await rowOf(app.database)).password).toBe(encoded);
  await app.loggedIn(ada);
  expect((await rowOf(app.database)).password).toMatch(/^bcrypt_sha256\$\$2b\$04\$/);
});

test.each(OUTDATED)(
  'neither a wrong password nor an inactive account upgrades a hash of %s',
  async (_name, encoded) => {
    await using app = await startTestApp({ bcryptCost: 6 });
    await app.signedUp(ada);

    await movedIn(app, encoded);
    const wrong = await app.visitor().login(ada.username, 'wrong');
    const { isActive } = await movedIn(app, encoded, false);
    const inactive = await app.visitor().login(ada.username, ada.password);

    expect([isActive, wrong.__typename, inactive.__typename]).toEqual([
      false,
      'InvalidCredentials',
      'InvalidCredentials',
    ]);
    expect(inactive.message).toBe(wrong.message);
    expect((await rowOf(app.database)).password).toBe(encoded);
  },
);

test('a value that asks for absurd work is answered like a wrong password, at once', async () => {
  await using app = await startTestApp();
  await app.signedUp(ada);
  const absurd = [
    'pbkdf2_sha256$2147483648$seasalt$DrdiWD40lyBuydnjvZiDrdQMx1S1mOA9O0QYex0R6ww=',
    `scrypt$1073741824$seasalt$8$1$${'A'.repeat(86)}==`,
    'argon2$argon2id$v=19$m=4194304,t=2,p=1$c2Vhc2FsdHNlYXNhbHQ$KVr0xd36EVRI7rAUD7CY8g',
    `bcrypt$$2b$31$${'.'.repeat(53)}`,
  ];
  for (const encoded of absurd) {
    await movedIn(app, encoded);
    expect(await app.visitor().login(ada.username, ada.password)).toMatchObject({ __typename: 'InvalidCredentials' });
  }
});
