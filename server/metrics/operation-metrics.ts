import type { Registry } from 'prom-client';
import type { DoorWatch, OperationReport } from '../observation.ts';
import { SECOND } from '../time.ts';
import { createTallies, type Tally } from './tallies.ts';
import { createTimings, type Timing } from './timings.ts';

/** A read takes a few milliseconds, what hashes a password some hundred; an answer is due after three seconds. */
const BUCKETS = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1 * SECOND, 2 * SECOND, 3 * SECOND, 5 * SECOND];

/** What is nobody's fault but ours, and what alerts look for. */
const OURS = ['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR'];

/** Counts operations of these names, and requests that were refused before there was one. */
export function createOperationMetrics(registry: Registry, names: readonly string[]): DoorWatch {
  const timingOf = createTimings(registry, {
    name: 'gatehouse_operation_duration_seconds',
    help: 'How long operations took, from the end of the request’s body to the answer.',
    label: 'operation',
    buckets: BUCKETS,
  });
  const tallyOf = createTallies(registry, {
    name: 'gatehouse_operations_total',
    help: 'Operations by root field, and what became of them.',
    labels: ['operation', 'outcome'],
  });
  const refusalsOf = createTallies(registry, {
    name: 'gatehouse_refused_requests_total',
    help: 'Requests to /graphql that were refused before there was an operation, by code.',
    labels: ['code'],
  });
  const children = new Map<string, { timing: Timing; tallies: Map<string, Tally> }>();

  function childrenOf(name: string) {
    const tallies = ['success', ...OURS].map((outcome) => [outcome, tallyOf(name, outcome)] as const);
    const made = { timing: timingOf(name), tallies: new Map<string, Tally>(tallies) };
    children.set(name, made);
    return made;
  }

  // Made now: a series that appears with its first error has no increase to see.
  for (const name of names) {
    childrenOf(name);
  }
  for (const code of OURS) {
    refusalsOf(code);
  }

  return {
    answered({ name, outcome, milliseconds }: OperationReport): void {
      const { timing, tallies } = children.get(name) ?? childrenOf(name);
      timing.add(milliseconds);
      let tally = tallies.get(outcome);
      if (tally === undefined) {
        tally = tallyOf(name, outcome);
        tallies.set(outcome, tally);
      }
      tally.count += 1;
    },
    refused(code: string): void {
      refusalsOf(code).count += 1;
    },
  };
}
