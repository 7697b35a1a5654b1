import { expect, test } from 'vitest';
import { createBackOff } from './back-off.ts';
import { HOUR, MINUTE, SECOND } from './time.ts';

test('each death makes the next start wait twice as long, up to half a minute', () => {
  const nextWait = createBackOff();
  const waits = Array.from({ length: 12 }, () => nextWait(0));
  expect(waits.slice(0, 4)).toEqual([100, 200, 400, 800]);
  expect(waits.slice(-2)).toEqual([30 * SECOND, 30 * SECOND]);
});

test('what has served for a minute starts at once again, and what died sooner does not', () => {
  const nextWait = createBackOff();
  const deaths = [0, 0, 0, 59 * SECOND, MINUTE, 0, HOUR];
  expect(deaths.map((served) => nextWait(served))).toEqual([100, 200, 400, 800, 100, 200, 100]);
});
