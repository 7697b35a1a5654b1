import cluster from 'node:cluster';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { createAnnouncer, type Tell } from './announce.ts';
import { type Config, loadConfig } from './config.ts';
import { endOnDefect, fail } from './failure.ts';
import { createLog } from './log.ts';
import type { ClusterMetrics } from './metrics/cluster-metrics.ts';
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
    // It would end the process; and `auto` is 1 on one core.
    process.on('SIGUSR2', () => log.info('SIGUSR2: there are no workers to replace'));
    await serve(config, log, tell);
  } else {
    process.exit(await superviseWorkers(config, log, tell));
  }
}

async function superviseWorkers(config: Config, log: Logger, tell: Tell): Promise<number> {
  const metrics = config.metrics && (await serveClusterMetrics(config.metrics, log));
  return supervise({
    main: fileURLToPath(import.meta.url),
    count: config.workers,
    stopTimeout: config.timeouts.stop,
    log,
    tell,
    onDeath: () => metrics?.workerEnded(),
  });
}

/** All workers' metrics on one port; alone, a process serves its own. */
async function serveClusterMetrics(place: NonNullable<Config['metrics']>, log: Logger): Promise<ClusterMetrics> {
  const [{ createClusterMetrics }, { serveMetrics }] = await Promise.all([
    import('./metrics/cluster-metrics.ts'),
    import('./metrics/metrics-server.ts'),
  ]);
  const metrics = createClusterMetrics();
  const onFault = (error: unknown) => log.error({ error }, 'the metrics could not be told');
  const { port } = await serveMetrics(place, metrics.expose, onFault);
  log.info({ metricsPort: port }, 'metrics are served');
  return metrics;
}

/** Loaded where it is needed: a supervisor has no use for what serves. */
async function serve(config: Config, log: Logger, tell: Tell): Promise<void> {
  const service = await import('./serve.ts');
  await service.serve(config, log, tell);
}
