import { DriverAdapterError, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';

/**
 * Lets an adapter run a migration as one script. Prisma's own for pg cuts it at each semicolon and runs the pieces one
 * by one; the one for PGlite doesn't wait for its end. Sent whole and waited for, PostgreSQL runs it as one
 * transaction: functions with bodies work, and a migration that fails leaves nothing behind and says so.
 */
export function runningWholeScripts(
  adapters: SqlMigrationAwareDriverAdapterFactory,
  run: (script: string) => Promise<unknown>,
): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: adapters.provider,
    adapterName: adapters.adapterName,
    connectToShadowDb: () => adapters.connectToShadowDb(),
    async connect() {
      const adapter = await adapters.connect();
      adapter.executeScript = async (script) => {
        await run(script).catch(rethrowForPrisma);
      };
      return adapter;
    },
  };
}

/** What PostgreSQL says of an error, whichever driver brings it. */
interface DatabaseError extends Error {
  code: string;
  severity: string;
  detail?: string;
  column?: string;
  hint?: string;
}

function rethrowForPrisma(error: unknown): never {
  if (isDatabaseError(error)) {
    const { code, severity, message, detail, column, hint } = error;
    throw new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
  }
  throw error;
}

function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string';
}
