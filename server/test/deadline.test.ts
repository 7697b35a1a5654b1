import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ada } from './people.ts';
import { startTestApp } from './test-app.ts';

/** A hash of this cost takes longer than the answer may. */
const LATE = { bcryptCost: 12, deadline: 40 };

test('a password change whose answer was due before it could be made is not made', async () => {
  await using app = await startTestApp();
  const { cookie } = await app.signedUp(ada);
  const before = await app.database.prisma.user.findFirstOrThrow({ omit: { password: false } });
  await using slow = await startTestApp({ ...LATE, keep: true });
  const browser = slow.visitor();
  browser.cookie = cookie;

  const result = await browser.changePassword(ada.password, 'staple paper clip');
  await sleep(1000);

  expect(result).toMatchObject({ status: 503, extensions: { code: 'SERVICE_UNAVAILABLE' } });
  expect(await app.database.prisma.user.findFirst({ omit: { password: false } })).toEqual(before);
  expect(await browser.me()).toMatchObject({ username: ada.username });
});

test('a signup whose answer was due before it could be made leaves no account', async () => {
  await using app = await startTestApp(LATE);

  const result = await app.visitor().signup(ada);
  await sleep(1000);

  expect(result).toMatchObject({ status: 503, extensions: { code: 'SERVICE_UNAVAILABLE' } });
  expect(await app.database.prisma.user.count()).toBe(0);
});
