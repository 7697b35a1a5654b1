import type { Score } from './lighthouse-score.ts';

/** Times vary with what else the machine does, so that the median counts. */
const MOST_LOOKS = 3;

/**
 * Looks at a page until a majority of the looks is sure on which side of its limit each category is: twice, where they
 * agree. Answers each category's median; of two the lower, which a third look couldn't lower.
 */
export async function medianScores(
  look: () => Promise<Score[]>,
  suffices: (score: Score) => boolean,
): Promise<Score[]> {
  let categories: Score[][] = [];
  do {
    const scores = await look();
    categories = scores.map((score, at) => [...(categories[at] ?? []), score]);
  } while (!categories.every((scores) => isDecided(scores, suffices)));
  return categories.flatMap(median);
}

function isDecided(scores: Score[], suffices: (score: Score) => boolean): boolean {
  const passed = scores.filter(suffices).length;
  return Math.max(passed, scores.length - passed) > MOST_LOOKS / 2;
}

function median(scores: Score[]): Score[] {
  const middle = Math.floor((scores.length - 1) / 2);
  return scores.sort((a, b) => a.value - b.value).slice(middle, middle + 1);
}
