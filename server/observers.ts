import cluster from 'node:cluster';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { isStoreFault } from './database/store-fault.ts';
import type { Events } from './events/events.ts';
import { logDoor } from './log.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { State } from './metrics/state-metrics.ts';
import { type Around, type DoorWatch, nest, watchDoor } from './observation.ts';
import type { Tracing } from './tracing/tracing.ts';

/** All who watch, as one: metrics, traces and the log. What nobody watches is null, and stays as it is. */
export interface Observers {
  readonly door: DoorWatch | null;
  readonly aroundOperation: Tracing['aroundOperation'] | null;
  readonly aroundDatabase: Around | null;
  readonly aroundRedis: Around | null;
  readonly aroundHashing: Around | null;
  readonly aroundStep: Around | null;
  countEvents(events: Events): void;
  /** Starts to tell the metrics, and how things stand when somebody asks. @throws {ConfigError} where their port is taken */
  listen(state: State): Promise<void>;
  close(): Promise<void>;
}

/** Loads what the configuration turns on, and nothing else. `operations` are the names that operations can have. */
export async function createObservers(config: Config, log: Logger, operations: readonly string[]): Promise<Observers> {
  const metrics =
    config.metrics && (await import('./metrics/metrics.ts')).createMetrics({ operations, isFault: isStoreFault });
  const tracing = config.tracing && (await import('./tracing/tracing.ts')).startTracing(config.tracing, log);
  let closeMetrics: (() => Promise<void>) | undefined;
  if (metrics && cluster.isWorker) {
    // Before anything else listens to it: what it asks meanwhile is kept for the first listener.
    (await import('./metrics/cluster-metrics.ts')).answerSupervisor(metrics.registry);
  }

  return {
    door: watchDoor([metrics?.door, tracing?.door, log.isLevelEnabled('debug') ? logDoor(log) : null]),
    aroundOperation: tracing?.aroundOperation ?? null,
    aroundDatabase: nest(tracing?.aroundDatabase, metrics?.aroundDatabase),
    aroundRedis: nest(tracing?.aroundRedis, metrics?.aroundRedis),
    aroundHashing: nest(tracing?.aroundStep, metrics?.aroundHashing),
    aroundStep: tracing?.aroundStep ?? null,
    countEvents: (events) => metrics?.countEvents(events),
    async listen(state) {
      metrics?.watchState(state);
      // A worker hands them to its supervisor, which has the port.
      if (metrics && config.metrics && !cluster.isWorker) {
        closeMetrics = await expose(metrics, config.metrics, log);
      }
    },
    async close() {
      await tracing?.close();
      await closeMetrics?.();
    },
  };
}

/** On a port of their own. */
async function expose(
  { registry }: Metrics,
  where: NonNullable<Config['metrics']>,
  log: Logger,
): Promise<() => Promise<void>> {
  const { serveMetrics } = await import('./metrics/metrics-server.ts');
  const onFault = (error: unknown) => log.error({ error }, 'the metrics could not be told');
  const server = await serveMetrics(where, () => registry.metrics(), onFault);
  log.info({ metricsPort: server.port }, 'metrics are served');
  return server.close;
}
