import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { HOUR } from '../time.ts';
import type { Sessions } from './sessions.ts';

/** Removes expired sessions once an hour, until the signal says stop. A store's fault leaves them for the next hour. */
export async function sweepHourly(sessions: Sessions, log: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(HOUR, undefined, { signal, ref: false }).catch(() => undefined);
    if (!signal.aborted) {
      await sessions.sweep().catch((error: unknown) => log.warn({ error }, 'expired sessions could not be removed'));
    }
  }
}
