import { expect, test } from 'vitest';
import { withDeadline } from './deadline.ts';

const never = new Promise<string>(() => undefined);

test('work that is done in time is answered', async () => {
  expect(await withDeadline(Promise.resolve('done'), 1000, () => 'late')).toBe('done');
});

test('work that is not is answered for', async () => {
  expect(await withDeadline(never, 1, () => 'late')).toBe('late');
});

test('what throws for it rejects, and ends no process', async () => {
  const late = () => {
    throw new Error('late');
  };

  await expect(withDeadline(never, 1, late)).rejects.toThrow('late');
});
