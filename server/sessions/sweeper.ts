import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { HOUR, MINUTE } from '../time.ts';
import type { Sessions } from './sessions.ts';

/**
 * Removes expired sessions a minute after the start and then once an hour, until the signal says stop. A store's fault
 * leaves them for the next time.
 */
export async function sweepHourly(sessions: Sessions, log: Logger, signal: AbortSignal): Promise<void> {
  for (let wait = MINUTE; !signal.aborted; wait = HOUR) {
    await sleep(wait, undefined, { signal, ref: false }).catch(() => undefined);
    if (!signal.aborted) {
      await sessions.sweep().catch((error: unknown) => log.warn({ error }, 'expired sessions could not be removed'));
    }
  }
}
