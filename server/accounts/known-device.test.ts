import { expect, test } from 'vitest';
import { findKnownDevice } from './known-device.ts';
import type { Services } from './services.ts';

/** A signer and a database that nobody may ask. */
const SERVICES = { clock: Date.now } as Services;

test.each([
  ['a very long name', `${'ΐ'.repeat(49_000)}${'.'.repeat(60)}`],
  ['a name with a letter that no account’s has', 'a\0da'],
  ['no name', ''],
])('for %s no mark is checked: it would cost more than the attempt, and before it is counted', async (_what, name) => {
  const caller = { deviceMarks: () => ['a mark'] } as never;
  expect(await findKnownDevice(SERVICES, name, caller)).toBeNull();
});
