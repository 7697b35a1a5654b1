import { expect, test } from 'vitest';
import { medianScores } from './lighthouse-median.ts';

const suffices = ({ value }: { value: number }) => value >= 95;

/** Looks that say this of the one category, one after another; a look too many fails. */
function looks(...values: number[]) {
  return async () => [{ category: 'performance', value: values.shift() ?? Number.NaN, findings: [] }];
}

test.each([
  ['two looks that agree spare the third, and the lower counts', [97, 99], 97],
  ['two that fall short do, too', [94, 80], 80],
  ['one bad look of three is forgiven', [98, 70, 96], 96],
  ['one good look of three doesn’t help', [90, 99, 94], 94],
])('%s', async (_title, values, expected) => {
  const [score] = await medianScores(looks(...values), suffices);

  expect(score?.value).toBe(expected);
});
