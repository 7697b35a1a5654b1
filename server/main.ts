import cluster from 'node:cluster';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { createAnnouncer, type Tell } from './announce.ts';
import { type Config, loadConfig } from './config.ts';
import { endOnDefect, fail } from './failure.ts';
import { createLog } from './log.ts';
import { supervise } from './supervisor.ts';
import { tellSupervisor } from './worker.ts';

await run().catch(fail);

/** One process serves; with more WORKERS this one supervises them, and each of them comes here, too. */
async function run(): Promise<void> {
  const config = loadConfig();
  const log = createLog(config);
  endOnDefect(log);
  if (cluster.worker) {
    await serve(config, log.child({ worker: cluster.worker.id }), tellSupervisor);
    return;
  }
  for (const warning of config.warnings) {
    log.warn(warning);
  }
  const tell = createAnnouncer(config, log);
  if (config.workers === 1) {
    await serve(config, log, tell);
  } else {
    const main = fileURLToPath(import.meta.url);
    process.exit(await supervise({ main, count: config.workers, log, tell }));
  }
}

/** Loaded where it is needed: a supervisor has no use for what serves. */
async function serve(config: Config, log: Logger, tell: Tell): Promise<void> {
  const service = await import('./serve.ts');
  await service.serve(config, log, tell);
}
