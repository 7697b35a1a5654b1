import { expect, test, vi } from 'vitest';
import { createMemoryAllowance } from './allowance.ts';
import { counted, windowOf } from './counters.ts';
import { TooManyAttempts } from './errors.ts';

const KEY = 'somebody';
const open = (count: number) => createMemoryAllowance({ count, seconds: 60 });

function attempt(address: number, service: number, account: number) {
  const allowances = { address: open(address), service: open(service), account: open(account) };
  const run = () =>
    counted(
      [
        windowOf(allowances.address, 'loginAddress', KEY, 'answers'),
        windowOf(allowances.service, 'loginService', KEY, 'answers'),
        windowOf(allowances.account, 'loginAccount', KEY, 'answers'),
      ],
      () => undefined,
      () => true,
      async () => 'done',
    );
  return { ...allowances, run };
}

test('what one limit refuses, the others haven’t counted, whether they were asked before it or at once', async () => {
  const { run, address, account } = attempt(2, 1, 2);
  expect(await run()).toBe('done');

  await expect(run()).rejects.toThrow(TooManyAttempts);

  expect([await address.take(KEY), await account.take(KEY)]).toEqual([0, 0]);
});

test('what the first limit refuses, the others are not asked', async () => {
  const { run, service, account } = attempt(1, 1, 2);
  await run();
  const asked = [vi.spyOn(service, 'take'), vi.spyOn(account, 'take')];

  await expect(run()).rejects.toThrow(TooManyAttempts);

  expect(asked.map(({ mock }) => mock.calls)).toEqual([[], []]);
});
