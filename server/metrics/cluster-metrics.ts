import cluster, { type Worker } from 'node:cluster';
import { AggregatorRegistry, Counter, Gauge, Registry } from 'prom-client';
import { SECOND } from '../time.ts';

/** What the supervisor asks; others talk on the same channel. */
const QUESTION = 'gatehouse:metrics';

/** What a worker answers. */
type Answer = { metrics: Measured } | { metricsFault: string };

type Measured = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

/** Longer than a worker waits for its stores, which a scrape asks; shorter than Prometheus waits. */
const ANSWER_TIMEOUT = 5 * SECOND;

/** In a worker of a cluster: hands its metrics to the supervisor whenever that asks. It listens on no port itself. */
export function answerSupervisor(registry: Registry): void {
  const answer = (answer: Answer) => process.send?.(answer);
  process.on('message', (message) => {
    if (message === QUESTION) {
      registry.getMetricsAsJSON().then(
        (metrics) => answer({ metrics }),
        (error: Error) => answer({ metricsFault: error.message }),
      );
    }
  });
}

export type ClusterMetrics = ReturnType<typeof createClusterMetrics>;

/**
 * In the supervisor: the metrics of all workers as one text, and its own. Each worker's series have its number: added up,
 * they would fall when one ends, and `rate()` would count anew what the others have counted long ago.
 */
export function createClusterMetrics() {
  const own = new Registry();
  const registers = [own];
  const numberOf = createNumbers<Worker>();

  new Gauge({
    name: 'gatehouse_workers',
    help: 'Worker processes that run.',
    registers,
    collect() {
      this.set(Object.keys(cluster.workers ?? {}).length);
    },
  });
  const silent = new Gauge({
    name: 'gatehouse_workers_silent',
    help: 'Worker processes that did not tell their metrics in time.',
    registers,
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
    /** The text of all of it, for serveMetrics. A worker that doesn't answer is missed, and holds it up for five seconds. */
    async expose(): Promise<string> {
      const asked = connectedWorkers();
      const numbers = numberOf(asked);
      const answers = await Promise.all(asked.map(async (worker, at) => label(await ask(worker), String(numbers[at]))));
      const measured = answers.filter((answer) => answer !== null);
      silent.set(answers.length - measured.length);
      const workers = await AggregatorRegistry.aggregate(measured).metrics();
      return `${workers}\n${await own.metrics()}`;
    },
  };
}

/** Says of each value which worker it is from. */
function label(measured: Measured | null, worker: string): Measured | null {
  for (const { labels } of measured?.flatMap(({ values }) => values) ?? []) {
    Object.assign(labels, { worker });
  }
  return measured;
}

/**
 * Numbers those that are there, from 1, each by the same as long as it is: the least that no other has. So who follows
 * takes up the series of who has gone, and there are never more than there were workers at once.
 */
export function createNumbers<T>(): (present: readonly T[]) => number[] {
  let numbers = new Map<T, number>();
  return (present) => {
    const kept = new Map([...numbers].filter(([who]) => present.includes(who)));
    for (const who of present) {
      kept.set(who, kept.get(who) ?? leastBeside(new Set(kept.values())));
    }
    numbers = kept;
    return present.map((who) => kept.get(who) as number);
  };
}

function leastBeside(taken: ReadonlySet<number>): number {
  let least = 1;
  while (taken.has(least)) {
    least += 1;
  }
  return least;
}

function connectedWorkers(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker?.isConnected() === true) as Worker[];
}

/** What a worker has measured; null where it doesn't answer in time. A late answer does for the next question. */
function ask(worker: Worker): Promise<Measured | null> {
  return new Promise((resolve, reject) => {
    function hear(message: Partial<{ metrics: Measured; metricsFault: string }> | null): void {
      if (message?.metrics) {
        settle(() => resolve(message.metrics as Measured));
      } else if (message?.metricsFault !== undefined) {
        settle(() => reject(new Error(message.metricsFault)));
      }
    }
    const miss = () => settle(() => resolve(null));
    const late = setTimeout(miss, ANSWER_TIMEOUT);
    function settle(how: () => void): void {
      clearTimeout(late);
      worker.off('message', hear);
      worker.off('disconnect', miss);
      how();
    }
    worker.on('message', hear);
    worker.on('disconnect', miss);
    worker.send(QUESTION, (error) => error && miss());
  });
}
