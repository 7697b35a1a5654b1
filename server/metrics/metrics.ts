import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Events } from '../events/events.ts';
import type { Around, DoorWatch } from '../observation.ts';
import { countEvents } from './event-metrics.ts';
import { createOperationMetrics } from './operation-metrics.ts';
import { registerState, type State } from './state-metrics.ts';
import { createHashMetrics, createStoreMetrics } from './store-metrics.ts';

/** What the parts of the service are given to be measured with. */
export interface Metrics {
  readonly registry: Registry;
  readonly door: DoorWatch;
  readonly aroundDatabase: Around;
  readonly aroundRedis: Around;
  readonly aroundHashing: Around;
  countEvents(events: Events): void;
  watchState(state: State): void;
}

export interface MetricsOptions {
  /** The names that operations can have. */
  operations: readonly string[];
  /** Tells a store's fault from any other error. */
  isFault: (error: unknown) => boolean;
}

/**
 * Milliseconds between two looks at the event loop. By prom-client's own 10, an idle process wakes a hundred times a second,
 * which is half of all that it does. The lag's lowest, mean, highest and percentiles are of these looks, and never less than this.
 */
const EVENT_LOOP_PRECISION = 50;

/** The metrics of one process, Node's own among them. */
export function createMetrics({ operations, isFault }: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_PRECISION });
  return {
    registry,
    door: createOperationMetrics(registry, operations),
    aroundDatabase: createStoreMetrics(registry, 'database', isFault),
    aroundRedis: createStoreMetrics(registry, 'redis', isFault),
    aroundHashing: createHashMetrics(registry),
    countEvents: (events) => countEvents(registry, events),
    watchState: (state) => registerState(registry, state),
  };
}
