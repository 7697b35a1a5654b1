import { AggregatorRegistry, Counter, Gauge, Registry } from 'prom-client';
import { SECOND } from '../time.ts';

/** In a worker of a cluster: hands its metrics to the supervisor whenever that asks. It listens on no port itself. */
export function answerSupervisor(registry: Registry): void {
  AggregatorRegistry.setRegistries(registry);
  // Making one listens to what the supervisor asks.
  new AggregatorRegistry();
}

export type ClusterMetrics = ReturnType<typeof createClusterMetrics>;

/**
 * In the supervisor: the metrics of all workers as one, and its own. What counts adds up; of what a worker has counted
 * that ended, nothing is left, as after a restart. `running` is how many workers there are.
 */
export function createClusterMetrics(running: () => number) {
  const aggregate = new AggregatorRegistry();
  const own = new Registry();
  const registers = [own];

  new Gauge({
    name: 'gatehouse_workers',
    help: 'Worker processes that run.',
    registers,
    collect() {
      this.set(running());
    },
  });
  const ended = new Counter({
    name: 'gatehouse_worker_exits_total',
    help: 'Worker processes that ended without having been told to.',
    registers,
  });
  // The workers' own isn't aggregated.
  new Gauge({
    name: 'process_start_time_seconds',
    help: 'Start time of the supervisor since unix epoch in seconds.',
    registers,
  }).set(Math.round(Date.now() / SECOND - process.uptime()));

  return {
    /** Its own, without the workers'. */
    registry: own,
    /** Counts a worker that ended without having been told to. */
    workerEnded: (): void => ended.inc(),
    /** The text of all of it, for serveMetrics. Fails where a worker doesn't answer within five seconds. */
    async expose(): Promise<string> {
      const [workers, supervisor] = await Promise.all([aggregate.clusterMetrics(), own.metrics()]);
      return `${workers}\n${supervisor}`;
    },
  };
}
