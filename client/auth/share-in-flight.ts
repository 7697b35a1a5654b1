/** Makes a runner that runs what has the same key once at a time: who asks meanwhile gets the same answer. */
export function shareInFlight() {
  const inFlight = new Map<string, Promise<unknown>>();

  return <Result>(key: string, run: () => Promise<Result>): Promise<Result> => {
    const running = inFlight.get(key) ?? run().finally(() => inFlight.delete(key));
    inFlight.set(key, running);
    return running as Promise<Result>;
  };
}
