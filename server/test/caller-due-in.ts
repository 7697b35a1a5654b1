import type { Caller } from '../accounts/caller.ts';

/** Somebody who has to be answered within so many milliseconds. */
export function callerDueIn(milliseconds: number): Caller {
  const answerBy = performance.now() + milliseconds;
  return { address: '127.0.0.1', userAgent: 'x', requestId: 'x', answerBy, deviceMarks: () => [] };
}
