import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { announce } from './announce.ts';
import { type App, createApp } from './app.ts';
import { ConfigError, loadConfig } from './config.ts';
import { DataDirectoryError } from './database/data-directory.ts';
import { MigrationError } from './database/migrations.ts';
import { createLog } from './log.ts';

/** Beside the bundle; run from the sources there is none, and `npm run dev` serves the UI itself. */
const UI_DIRECTORY = fileURLToPath(new URL('./ui', import.meta.url));

const DOCUMENTS_FILE = fileURLToPath(new URL('./trusted-documents.json', import.meta.url));

const PRISMA_DIRECTORY = fileURLToPath(new URL('../prisma', import.meta.url));

await run().catch(fail);

async function run(): Promise<void> {
  const config = loadConfig();
  const log = createLog(config);
  endOnDefect(log);
  for (const warning of config.warnings) {
    log.warn(warning);
  }
  const app = await createApp(config, {
    prismaDirectory: PRISMA_DIRECTORY,
    uiDirectory: UI_DIRECTORY,
    documentsFile: DOCUMENTS_FILE,
    log,
  });
  stopOnSignal(app, log, config.timeouts.stop);
  const port = await app.listen();
  if (config.profile === 'production') {
    // In development they are among the lines that say where everything is.
    for (const hint of config.hints) {
      log.info(hint);
    }
    log.info({ port, publicUrl: config.publicUrl.origin }, 'listening');
  }
  if (await app.ready) {
    announce(config, port, log);
  }
}

/** Supervisors kill what hasn't stopped by itself; the time-out is before they do. */
function stopOnSignal(app: App, log: Logger, timeout: number): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (!stopping) {
        stopping = true;
        log.info(`${signal}: finishing the requests in flight`);
        setTimeout(() => process.exit(0), timeout).unref();
        app.close().then(() => {
          log.info('stopped');
          process.exit(0);
        }, fail);
      }
    });
  }
}

/**
 * A defect that nobody waits for ends the process, as it would anyhow; but Node would print the error with all that hangs
 * on it, which may be a query's values.
 */
function endOnDefect(log: Logger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.error({ error }, 'ended by an unexpected error');
      process.exit(1);
    });
  }
}

/** What a person can mend is one line for them; anything else is a defect and shows where. */
function fail(error: unknown): never {
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
  if (error.syscall === 'listen' || error.syscall === 'getaddrinfo') {
    return `HOST and PORT can’t be listened on (${error.code}).`;
  }
  return error.stack ?? String(error);
}
