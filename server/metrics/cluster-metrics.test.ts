import { expect, test } from 'vitest';
import { createNumbers } from './cluster-metrics.ts';

test('a worker keeps its number as long as it lives, and who follows takes the least that is free', () => {
  const numberOf = createNumbers<string>();

  expect(numberOf(['a', 'b', 'c'])).toEqual([1, 2, 3]);
  expect(numberOf(['a', 'c', 'd'])).toEqual([1, 3, 2]);
  expect(numberOf(['c', 'd', 'e', 'f'])).toEqual([3, 2, 1, 4]);
  expect(numberOf(['d', 'g'])).toEqual([2, 1]);
});
