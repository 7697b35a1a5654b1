import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { Redis } from 'ioredis';
import { SECOND } from '../../time.ts';
import { requirePrograms } from './programs.ts';
import { createStoreProcess, freePort, type StoreProcess } from './store-process.ts';

/** A Redis of this test alone. By default it writes every command to disk before it answers. */
export interface RedisProcess extends StoreProcess {
  port: number;
  url: string;
  /** Where its files are. */
  folder: string;
  /** Runs one command on a connection of its own. */
  command(name: string, ...args: (string | number)[]): Promise<unknown>;
  /** Kills it and starts it without anything that it kept. */
  restartEmpty(): Promise<void>;
}

export interface RedisOptions {
  port?: number;
  /** More settings as redis-server takes them, like `'--maxmemory', '4mb'`; the last one counts. */
  args?: string[];
}

const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];

export async function startRedis({ port: wanted, args = [] }: RedisOptions = {}): Promise<RedisProcess> {
  const port = wanted ?? (await freePort());
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-redis-'));
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const url = `redis://127.0.0.1:${port}`;
  const command = commandsOf(url);

  const server = createStoreProcess({
    command: requirePrograms().redisServer,
    args: [...place, ...DURABLE, ...args],
    folder,
    ask: () => command('PING'),
  });

  await server.start();
  const empty = await server.snapshot();
  return { ...server, port, url, folder, command, restartEmpty: () => server.restore(empty) };
}

/** Runs commands, each on a connection of its own. */
export function commandsOf(url: string, tls?: ConnectionOptions): RedisProcess['command'] {
  return async (name, ...given) => {
    // Not asked whether it is ready: one that is busy, or loads, has to hear commands, too.
    const options = { lazyConnect: true, enableReadyCheck: false, connectTimeout: 2 * SECOND, ...(tls && { tls }) };
    const redis = new Redis(url, { ...options, retryStrategy: () => null });
    // What happens to the connection rejects the command, too.
    redis.on('error', () => undefined);
    await redis.connect();
    return redis.call(name, ...given).finally(() => redis.disconnect());
  };
}
