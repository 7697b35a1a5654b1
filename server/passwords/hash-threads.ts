import { Piscina } from 'piscina';

type Hashes = typeof import('./hash-thread.mjs').HASHES;

/** Told with each hash, so that one is refused where this can't be loaded. */
const filename = new URL('hash-thread.mjs', import.meta.url).href;

/** HASH_CONCURRENCY's highest. The queue bounds how many work: one is started when no other is free. */
const MOST_THREADS = 256;

const threads = new Piscina({
  minThreads: 0,
  maxThreads: MOST_THREADS,
  // Kept: to start one takes a quarter as long as a hash.
  idleTimeout: Number.POSITIVE_INFINITY,
});

// One that broke down while it had nothing to do. The next hash has another one.
threads.on('error', () => undefined);

/**
 * Computes a hash on a thread that does nothing else. Node's own thread pool would do it, too; but there hashes go before
 * everything else that waits for that pool, like finding a store's address, and at the same priority as the thread that
 * answers requests.
 * @throws whatever the hash function throws
 */
export function onHashThread<Name extends keyof Hashes>(
  name: Name,
  ...args: Parameters<Hashes[Name]>
): Promise<Awaited<ReturnType<Hashes[Name]>>> {
  return threads.run({ name, args }, { filename });
}
