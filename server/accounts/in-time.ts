/** The answer was due before anything was changed; nothing was. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
}

/** Asked right before a statement that changes something: whoever was told 503 must not find it done a moment later. */
export function requireInTime(answerBy: number): void {
  if (performance.now() >= answerBy) {
    throw new TooLate('the answer was due before anything was changed');
  }
}
