/*
 * What the parts of the service tell whoever watches them: metrics/, tracing/ and the log. Where nobody does, app.ts hands
 * out none of this, and nothing is timed or wrapped.
 */

/** What became of an operation. There are only few names and outcomes, whatever clients send. */
export interface OperationReport {
  /** The root field; `several`, `introspection`, or `invalid` where there was none to run. */
  name: string;
  kind: 'query' | 'mutation' | null;
  /** `success`, the name of the failure that was answered, or the code of the first error. */
  outcome: string;
  milliseconds: number;
  requestId: string;
}

/** Hears of operations that were answered, and of requests that were refused before there was one, by their code. */
export interface DoorWatch {
  answered(report: OperationReport): void;
  refused(code: string, requestId: string): void;
}

/** Stands around a call, and answers what it answers. Of names there are only as many as the code has. */
export type Around = <T>(name: string, call: () => Promise<T>) => Promise<T>;

/** One for all who watch; null where nobody does. */
export function watchDoor(watches: readonly (DoorWatch | null | undefined)[]): DoorWatch | null {
  const [first, ...more] = watches.filter((watch) => watch != null);
  if (!first || more.length === 0) {
    return first ?? null;
  }
  const all = [first, ...more];
  return {
    answered(report) {
      for (const watch of all) {
        watch.answered(report);
      }
    },
    refused(code, requestId) {
      for (const watch of all) {
        watch.refused(code, requestId);
      }
    },
  };
}

/** One within the other; null where there is neither. */
export function nest(outer: Around | null | undefined, inner: Around | null | undefined): Around | null {
  if (outer && inner) {
    return (name, call) => outer(name, () => inner(name, call));
  }
  return outer ?? inner ?? null;
}
