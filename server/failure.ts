import type { Logger } from 'pino';
import { ConfigError } from './config.ts';
import { DataDirectoryError } from './database/data-directory-error.ts';
import { MigrationError } from './database/migrations.ts';

/**
 * A defect that nobody waits for ends the process, as it would anyhow; but Node would print the error with all that hangs
 * on it, which may be a query's values.
 */
export function endOnDefect(log: Logger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.error({ error }, 'ended by an unexpected error');
      process.exit(1);
    });
  }
}

/** What a person can mend is one line for them; anything else is a defect and shows where. */
export function fail(error: unknown): never {
  process.stderr.write(`${explain(error as NodeJS.ErrnoException)}\n`);
  process.exit(1);
}

function explain(error: NodeJS.ErrnoException & { port?: number }): string {
  if (error instanceof ConfigError || error instanceof DataDirectoryError) {
    return error.message;
  }
  if (error instanceof MigrationError) {
    return `The database’s migrations don’t fit: ${error.message}`;
  }
  if (error.code === 'EADDRINUSE') {
    return `Port ${error.port} is taken: stop what listens there, or set another PORT.`;
  }
  // A worker's supervisor binds for it.
  if (error.syscall === 'listen' || error.syscall === 'bind' || error.syscall === 'getaddrinfo') {
    return `HOST and PORT can’t be listened on (${error.code}).`;
  }
  return error.stack ?? String(error);
}
