import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

type Hashes = typeof import('./hash-thread.mjs').HASHES;
type Answer<Result> = { result: Result; error?: never } | { error: Error };

const THREAD = new URL('hash-thread.mjs', import.meta.url);

/** Threads that have nothing to do. The queue bounds how many there can be; they are kept, since one takes a while to start. */
const idle: Worker[] = [];

/**
 * Computes a hash on a thread that does nothing else. Node's own thread pool would do it, too; but there hashes go before
 * everything else that waits for that pool, like finding a store's address, and at the same priority as the thread that
 * answers requests.
 * @throws whatever the hash function throws
 */
export async function onHashThread<Name extends keyof Hashes>(
  name: Name,
  ...args: Parameters<Hashes[Name]>
): Promise<Awaited<ReturnType<Hashes[Name]>>> {
  const thread = idle.pop() ?? new Worker(THREAD);
  // Only while it works does it keep the process.
  thread.ref();
  thread.postMessage({ name, args });
  // One that breaks down is thrown here, and not used again.
  const [answer] = (await once(thread, 'message')) as [Answer<Awaited<ReturnType<Hashes[Name]>>>];
  thread.unref();
  idle.push(thread);
  if (answer.error) {
    throw answer.error;
  }
  return answer.result;
}
