import type { Registry } from 'prom-client';
import type { Around } from '../observation.ts';
import { SECOND } from '../time.ts';
import { createTallies } from './tallies.ts';
import { createTimings, type Timing, type TimingsOptions } from './timings.ts';

/** Both stores answer within a millisecond when all is well; nothing waits longer than some three seconds. */
const BUCKETS = [0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1 * SECOND, 2.5 * SECOND];

/** A hash of the default cost takes some 200 ms of a core. */
const HASH_BUCKETS = [25, 50, 100, 150, 200, 300, 500, 750, 1 * SECOND, 2 * SECOND, 3 * SECOND];

/** Times calls to a store, and counts those that it didn't answer. */
export function createStoreMetrics(
  registry: Registry,
  store: 'database' | 'redis',
  isFault: (error: unknown) => boolean,
): Around {
  const prefix = `gatehouse_${store}`;
  const faultsOf = createTallies(registry, {
    name: `${prefix}_faults_total`,
    help: 'Calls that failed because the store is away, slow, full or not letting us in.',
    labels: ['command'],
  });
  return timedAround(
    registry,
    {
      name: `${prefix}_duration_seconds`,
      help: 'How long calls took, as the service waits for them: in the queue, over the network, and in the store.',
      label: 'command',
      buckets: BUCKETS,
    },
    (command) => {
      // Made with the command: a series that appears with its first fault has no increase to see.
      const faults = faultsOf(command);
      return (error) => {
        if (isFault(error)) {
          faults.count += 1;
        }
      };
    },
  );
}

/** Times the hashing of passwords, without the wait for its turn. */
export function createHashMetrics(registry: Registry): Around {
  return timedAround(registry, {
    name: 'gatehouse_password_hash_duration_seconds',
    help: 'How long passwords took to hash (`hash`) or to check (`verify`), once their turn had come.',
    label: 'work',
    buckets: HASH_BUCKETS,
  });
}

function timedAround(
  registry: Registry,
  options: TimingsOptions,
  failureOf: (name: string) => (error: unknown) => void = () => () => undefined,
): Around {
  const timingOf = createTimings(registry, options);
  const children = new Map<string, { timing: Timing; onFailure: (error: unknown) => void }>();

  function childrenOf(name: string) {
    const made = { timing: timingOf(name), onFailure: failureOf(name) };
    children.set(name, made);
    return made;
  }

  return (name, call) => {
    const { timing, onFailure } = children.get(name) ?? childrenOf(name);
    const start = performance.now();
    return call().then(
      (result) => {
        timing.add(performance.now() - start);
        return result;
      },
      (error: unknown) => {
        timing.add(performance.now() - start);
        onFailure(error);
        throw error;
      },
    );
  };
}
