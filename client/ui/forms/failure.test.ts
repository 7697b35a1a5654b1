import { expect, test } from 'vitest';
import { inTime } from './failure.ts';

test.each([
  [0, 'in 1 second'],
  [30, 'in 30 seconds'],
  [89, 'in 89 seconds'],
  [90, 'in 2 minutes'],
  [900, 'in 15 minutes'],
  [5400, 'in 2 hours'],
  [24 * 3600, 'in 24 hours'],
])('%i seconds are said as a person would: %s', (seconds, words) => {
  expect(inTime(seconds)).toBe(words);
});
