import type { Logger } from 'pino';
import { withDeadline } from './deadline.ts';
import { SECOND } from './time.ts';
import { STORE_PING_TIMEOUT } from './time-outs.ts';

export type StoreKind = 'postgresql' | 'embedded' | 'redis';

/** A store as the watch sees it: its name for people, and a question that it answers when it is well. */
export interface WatchedStore {
  name: string;
  kind: StoreKind;
  ping(): Promise<unknown>;
}

const RETRY_INTERVAL = 1 * SECOND;

export type StoreWatch = ReturnType<typeof createStoreWatch>;

/**
 * Knows which stores answer. An outage is one line in the log, and its end another: while a store is away it is asked
 * every second, and while all is well only when somebody wants to know.
 */
export function createStoreWatch(stores: readonly WatchedStore[], log: Logger, pingTimeout = STORE_PING_TIMEOUT) {
  const away = new Set<string>();
  let checking: Promise<boolean> | undefined;
  let retry: NodeJS.Timeout | undefined;
  let stopped = false;

  async function checkStore({ name, ping }: WatchedStore): Promise<void> {
    const fault = await faultOf(ping, pingTimeout);
    if (fault !== null && !away.has(name)) {
      away.add(name);
      log.error(`${name} can't be used (${fault}); trying again every second`);
    }
    if (fault === null && away.delete(name)) {
      log.info(`${name} can be used again`);
    }
  }

  async function checkAll(): Promise<boolean> {
    await Promise.all(stores.map(checkStore));
    clearTimeout(retry);
    if (away.size > 0 && !stopped) {
      retry = setTimeout(check, RETRY_INTERVAL);
    }
    return away.size === 0;
  }

  /** Asks every store; several who want to know at once share one round. */
  function check(): Promise<boolean> {
    checking ??= checkAll().finally(() => {
      checking = undefined;
    });
    return checking;
  }

  return {
    check,
    /** Which stores there are, and whether each could be used when it was last asked. */
    states: () => stores.map(({ kind, name }) => ({ kind, up: !away.has(name) })),
    stop(): void {
      stopped = true;
      clearTimeout(retry);
    },
  };
}

/** What PostgreSQL says with a code alone. */
const REASONS: Record<string, string> = {
  '3D000': 'it has no such database',
  '28000': 'it refuses the user',
  '28P01': 'it refuses the user or the password',
  // PgBouncer, of what only a session can keep.
  '08P01': 'it refuses our settings: for a pooler, set DATABASE_POOLER=transaction',
  '53300': 'it has too many connections',
  '55000': 'the database is closed to connections',
  '57P03': 'it is starting or stopping',
};

async function faultOf(ping: () => Promise<unknown>, timeout: number): Promise<string | null> {
  const asked = ping().then(
    () => null,
    (error: NodeJS.ErrnoException) => REASONS[error.code ?? ''] ?? error.code ?? error.message,
  );
  return withDeadline<string | null>(asked, timeout, () => 'no answer in time');
}
