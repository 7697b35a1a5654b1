/** The middle one, or the mean of the middle two. */
export function median(values: readonly number[]): number {
  return (quantile(values, 0.5, Math.floor) + quantile(values, 0.5, Math.ceil)) / 2;
}

/** The value that a share of all doesn't exceed. */
export function quantile(values: readonly number[], share: number, round = Math.ceil): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[round(share * (sorted.length - 1))] ?? Number.NaN;
}

/** Each divided by the one that was measured beside it: what the machine did meanwhile met both. */
export function pairwise(values: readonly number[], beside: readonly number[]): number[] {
  return values.map((value, index) => value / (beside[index] ?? Number.NaN));
}
