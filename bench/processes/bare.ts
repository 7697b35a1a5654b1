import { operation, type Target } from '../load/target.ts';
import type { Kind, Setting } from './kind.ts';

const hello = (base: string) => operation(base, { query: '{ hello }' }, '{"data":{"hello":"world"}}');

/** What no HTTP server on Node can be faster than. */
export const nodeHttp: Kind = {
  name: 'node:http',
  answering: 'a constant',
  script: 'bench/bare/node-http.mjs',
  keeps: 'nothing',
  env,
  probe: hello,
  requests: async (base) => ({ me: hello(base), anonymous: hello(base) }),
};

/** What GraphQL costs with Yoga, before it has to do anything. */
export const yoga: Kind = { ...nodeHttp, name: 'bare Yoga', answering: '{ hello }', script: 'bench/bare/yoga.mjs' };

/** What a password costs, before anything is done with it. */
export const bareHash: Kind = {
  ...nodeHttp,
  name: 'bare bcrypt',
  script: 'bench/bare/hash.mjs',
  probe: hashOf,
  requests: async (base) => ({ login: () => hashOf(base) }),
};

function hashOf(base: string): Target {
  return { url: base, method: 'GET', headers: {}, answer: { holds: '.' } };
}

async function env({ port, cost }: Setting): Promise<Record<string, string>> {
  return { PORT: String(port), BCRYPT_COST: String(cost) };
}
