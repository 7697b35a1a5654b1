import type { Around } from '../observation.ts';
import type { RedisClient } from './redis-connection.ts';

type Call = (...args: unknown[]) => Promise<unknown>;

/** A script that rate-limiter-flexible gives a name of its own; the others go by `eval`. */
const SCRIPTS = ['rlflxIncr'];

/** What answers no promise. */
const CHAINS = ['multi', 'pipeline'];

/** The same connection, with somebody around each command. */
export function observeRedis<Connection extends RedisClient>(redis: Connection, around: Around): Connection {
  const commands = new Set([...redis.getBuiltinCommands(), ...SCRIPTS].filter((name) => !CHAINS.includes(name)));
  const observed = new Map<string, Call>();

  function observe(name: string): Call {
    const call: Call = (...args) =>
      around(name, () => (redis as unknown as Record<string, Call>)[name]?.(...args) as Promise<unknown>);
    observed.set(name, call);
    return call;
  }

  return new Proxy(redis, {
    get(target, name) {
      if (typeof name === 'string' && commands.has(name) && name in target) {
        return observed.get(name) ?? observe(name);
      }
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
