import type { EventOrigin } from '../events/event.ts';

/** Who sends a request, as far as the network tells, and how long they wait. */
export interface Caller extends Readonly<EventOrigin> {
  /** When the answer is due, by performance.now(): what changes anything must not begin after it. */
  readonly answerBy: number;
  /** What known-device.ts has given to this browser, as it was sent. Nobody has looked at it yet. */
  deviceMarks(): readonly string[];
}
