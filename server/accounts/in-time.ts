/** The answer was due before anything was changed; nothing was. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
}

/** What an answer says is decided this many milliseconds before it is due. */
export const MARGIN = 100;

/**
 * Asked right before a statement that changes something: who was told 503 shall not find it done a moment later. A
 * statement that takes longer than what is left may still be; then it is whole.
 */
export function requireInTime(answerBy: number): void {
  if (performance.now() >= answerBy - MARGIN) {
    throw new TooLate('the answer was due before anything was changed');
  }
}
