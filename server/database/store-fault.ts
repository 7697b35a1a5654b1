/**
 * Answers whether an error is a store's own: unreachable, slow, full, shutting down, read-only, closed or not letting us
 * in. Anything else that a store says (a constraint, a syntax error) is about the statement and would come again.
 */
export function isStoreFault(error: unknown): boolean {
  return causesOf(error).some(
    (cause) =>
      (cause.sqlState !== undefined && /^(08|28|3D|40|53|57|58|55000|55P03|25006|XX)/.test(cause.sqlState)) ||
      (cause.code !== undefined && FAULT_CODES.test(cause.code)) ||
      FAULT_MESSAGES.test(cause.message) ||
      CLUSTER_FAULTS.test(cause.message) ||
      REDIS_FAULTS.test(cause.message),
  );
}

/** Answers whether a text can't be stored because of a character in it: PostgreSQL takes no NUL. */
export function isUnstorableText(error: unknown): boolean {
  return causesOf(error).some(({ sqlState }) => sqlState === '22021');
}

/** Node's socket errors, and Prisma's own for a server that is away, closed or slow. */
const FAULT_CODES = /^(E(CONN|HOST|NET|PIPE|TIMEDOUT|AI_)\w*|ENOTFOUND|P10\d\d|P2024|P2028)$/;

/** pg and ioredis tell these by their text alone. */
const FAULT_MESSAGES =
  /^(Connection (terminated|is closed)|timeout exceeded when|Query read timeout|Command (timed out|aborted)|Stream isn't writeable|Reached the max retries|Client has encountered a connection error|Cannot use a pool after|The client was closed|PGlite is clos)/;

/** ioredis, of a cluster. */
const CLUSTER_FAULTS =
  /^(Cluster is(n't ready| ended)|None of startup nodes|Too many Cluster redirections|Failed to refresh slots)/;

/** Redis' own words; from within a script, Redis 6 puts them behind others. */
const REDIS_FAULTS =
  /(^|[ -])(READONLY|OOM|LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MISCONF|BUSY|NOREPLICAS|NOAUTH|WRONGPASS) /;

interface Cause {
  message: string;
  code?: string;
  sqlState?: string;
}

/** Prisma wraps a driver's error in its own, and keeps the SQLSTATE in `originalCode` (or in `code`, with its kind). */
function causesOf(error: unknown): Cause[] {
  const causes: Cause[] = [];
  let current = error;
  while (typeof current === 'object' && current !== null && causes.length < 8) {
    causes.push(describe(current as Record<string, unknown>));
    const { cause, meta } = current as { cause?: unknown; meta?: { driverAdapterError?: unknown } };
    current = cause ?? meta?.driverAdapterError;
  }
  return causes;
}

function describe(error: Record<string, unknown>): Cause {
  const code = typeof error.code === 'string' ? error.code : undefined;
  const original = typeof error.originalCode === 'string' ? error.originalCode : undefined;
  const sqlState = original ?? (code && /^[0-9A-Z]{5}$/.test(code) && !/^(E|P\d)/.test(code) ? code : undefined);
  return { message: String(error.message ?? error.kind ?? ''), ...(code && { code }), ...(sqlState && { sqlState }) };
}
