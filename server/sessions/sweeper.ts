import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { HOUR, MINUTE } from '../time.ts';
import type { Sessions } from './sessions.ts';

const WAITS = { first: MINUTE, next: HOUR };

/**
 * Removes expired sessions a minute after the start and then once an hour, until the signal says stop. A store's fault
 * leaves them for the next time.
 */
export async function sweepRegularly(
  sessions: Sessions,
  log: Logger,
  signal: AbortSignal,
  waits = WAITS,
): Promise<void> {
  for (let wait = waits.first; !signal.aborted; wait = waits.next) {
    // Not even an hour's wait keeps the process alive.
    await sleep(wait, undefined, { signal, ref: false }).catch(() => undefined);
    if (!signal.aborted) {
      await sessions.sweep().catch((error: unknown) => log.warn({ error }, 'expired sessions could not be removed'));
    }
  }
}
