import cluster from 'node:cluster';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Tell } from './announce.ts';
import { type App, createApp } from './app.ts';
import type { Config } from './config.ts';
import { fail } from './failure.ts';
import { listensWhenReady, onSupervisor } from './worker.ts';

/** Beside the bundle; run from the sources there is none, and `npm run dev` serves the UI itself. */
const UI_DIRECTORY = fileURLToPath(new URL('./ui', import.meta.url));

const DOCUMENTS_FILE = fileURLToPath(new URL('./trusted-documents.json', import.meta.url));

const PRISMA_DIRECTORY = fileURLToPath(new URL('../prisma', import.meta.url));

/** The service in this very process, until a signal or its supervisor ends it. */
export async function serve(config: Config, log: Logger, tell: Tell): Promise<void> {
  const app = await createApp(config, {
    prismaDirectory: PRISMA_DIRECTORY,
    uiDirectory: UI_DIRECTORY,
    documentsFile: DOCUMENTS_FILE,
    log,
  });
  const stop = createStop(app, log, config.timeouts.stop);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => stop(signal, config.stopDelay));
  }
  onSupervisor(stop);
  if (listensWhenReady() && !(await app.ready)) {
    // It was told to stop before: nobody is to come any more.
    return;
  }
  const port = await app.listen();
  tell('listening', port);
  if (await app.ready) {
    tell('ready', port);
  }
}

/** Ends the process in order, once, whoever asks for it. Who kills what hasn't stopped waits longer than the time-out. */
function createStop(app: App, log: Logger, timeout: number): (reason: string, delay: number) => void {
  // Of workers the supervisor speaks, once for all of them.
  const level = cluster.isWorker ? 'debug' : 'info';
  let stopping = false;
  return (reason, delay) => {
    if (stopping) {
      return;
    }
    stopping = true;
    log[level](`${reason}: finishing the requests in flight`);
    setTimeout(() => process.exit(0), timeout).unref();
    app.close(delay).then(() => {
      log[level]('stopped');
      process.exit(0);
    }, fail);
  };
}
