import type { Redis } from 'ioredis';

/** Runs commands that are written one after the other, each after its number of words: millions in a minute. */
export const RUN_ALL = `
  local at = 1
  while at <= #ARGV do
    local last = at + tonumber(ARGV[at])
    redis.call(unpack(ARGV, at + 1, last))
    at = last + 1
  end`;

/** A connection that sends nothing, but writes down what it would have sent, for RUN_ALL. */
export function recorded(prefix: string): { redis: Redis; words: string[] } {
  const words: string[] = [];
  const record =
    (name: string) =>
    (key: string, ...more: unknown[]) => {
      words.push(String(more.length + 2), name, prefix + key, ...more.map(String));
    };
  const redis = new Proxy({}, { get: (_target, name) => record(String(name)) }) as Redis;
  return { redis, words };
}
