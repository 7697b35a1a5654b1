import { expect, test, vi } from 'vitest';
import { createMemoryAllowance } from './allowance.ts';
import { type Counters, counted, windowOf } from './counters.ts';
import { TooManyAttempts } from './errors.ts';

const KEY = 'somebody';
const open = (count: number) => createMemoryAllowance({ count, seconds: 60 });

function attempt(address: number, service: number, account: number) {
  const allowances = { address: open(address), service: open(service), account: open(account) };
  let lookUps = 0;
  const run = () =>
    counted(
      [
        windowOf(allowances.address, 'loginAddress', KEY, 'answers'),
        windowOf(allowances.service, 'loginService', KEY, 'answers'),
        windowOf(allowances.account, 'loginAccount', KEY, 'answers'),
      ],
      () => undefined,
      () => true,
      { lookUp: async () => lookUps++, work: async () => 'done' },
    );
  return { ...allowances, run, lookUps: () => lookUps };
}

test('what one limit refuses, the others haven’t counted, whether they were asked before it or at once', async () => {
  const { run, address, account } = attempt(2, 1, 2);
  expect(await run()).toBe('done');

  await expect(run()).rejects.toThrow(TooManyAttempts);

  expect([await address.take(KEY), await account.take(KEY)]).toEqual([0, 0]);
});

test('what the first limit refuses, the others are not asked, and nothing is looked up', async () => {
  const { run, service, account, lookUps } = attempt(1, 1, 2);
  await run();
  const asked = [vi.spyOn(service, 'take'), vi.spyOn(account, 'take')];

  await expect(run()).rejects.toThrow(TooManyAttempts);

  expect(asked.map(({ mock }) => mock.calls)).toEqual([[], []]);
  expect(lookUps()).toBe(1);
});

test('a look-up that fails beside a refusal is the refusal', async () => {
  const { address, service } = attempt(2, 0, 1);
  const counters: Counters = [
    windowOf(address, 'loginAddress', KEY, 'answers'),
    windowOf(service, 'loginService', KEY, 'answers'),
  ];
  const lookUp = () => Promise.reject(new Error('the store is away'));

  const refused = counted(
    counters,
    () => undefined,
    () => true,
    { lookUp, work: async () => 'done' },
  );

  await expect(refused).rejects.toThrow(TooManyAttempts);
});
