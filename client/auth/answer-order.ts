export type AnswerOrder = ReturnType<typeof createAnswerOrder>;

/**
 * Answers come in any order, so each question and each change has its place in one count: what was asked before the
 * last thing that is known for sure is outdated.
 */
export function createAnswerOrder() {
  let count = 0;
  let known = 0;

  /** Takes the next place. */
  function next(): number {
    count += 1;
    return count;
  }

  return {
    next,
    /** The place of what is sent now. */
    now: (): number => count,
    /** Takes the next place for something that is known for sure. */
    know(): number {
      known = next();
      return known;
    },
    /** What was asked there is known now. */
    believe(asked: number): void {
      known = asked;
    },
    isOutdated: (asked: number): boolean => asked < known,
  };
}
