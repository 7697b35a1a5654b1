import { randomBytes } from 'node:crypto';
import { environmentSchema } from '../../server/environment.ts';
import { askPatiently, cookieOf } from '../load/ask.ts';
import { operation, type Target } from '../load/target.ts';
import type { Place } from '../stores.ts';
import { ACCOUNTS, type Kind, PASSWORD, type Requests, type Setting } from './kind.ts';
import { freePort } from './started.ts';

const ME = '{ me { id username email firstName lastName dateJoined } }';
const LOGIN =
  'mutation ($username: String!, $password: String!) { login(input: { username: $username, password: $password }) { __typename ... on LoginSuccess { user { id username } } } }';
const SIGNUP =
  'mutation ($input: SignupInput!) { signup(input: $input) { __typename ... on SignupSuccess { user { id username } } } }';

/** The built server in production, on PostgreSQL and Redis. */
export const gatehouse: Kind = {
  name: 'Gatehouse',
  script: 'dist/main.js',
  keeps: 'servers',
  env,
  probe: (base) => operation(base, { query: '{ me { id } }' }, '{"data":{"me":null}}'),
  requests,
};

/** The same, with everything in its own process. */
export const embeddedGatehouse: Kind = { ...gatehouse, name: 'Gatehouse, embedded', keeps: 'embedded' };

async function env({ place, port, cost }: Setting): Promise<Record<string, string>> {
  return {
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://localhost:${port}`,
    SECRET_KEY: randomBytes(32).toString('hex'),
    BCRYPT_COST: String(cost),
    ...wideLimits(),
    ...('METRICS_PORT' in environmentSchema.shape && { METRICS_PORT: String(await freePort()) }),
    ...storesOf(place),
  };
}

function storesOf(place: Place | null): Record<string, string> {
  return place?.kind === 'servers'
    ? { DATABASE_URL: place.databaseUrl, REDIS_URL: place.redisUrl, REDIS_PREFIX: place.prefix }
    : { ALLOW_EMBEDDED: 'true', DATA_DIR: place?.directory ?? '' };
}

/** Every attempt is counted as ever; but the load comes from one address, and isn't to be refused. */
function wideLimits(): Record<string, string> {
  const names = Object.keys(environmentSchema.shape).filter((name) => name.startsWith('LIMIT_'));
  const wide = Object.fromEntries(names.map((name) => [name, '9999999/900']));
  return { ...wide, LIMIT_LOGIN_ACCOUNT: '100/900' };
}

async function requests(base: string): Promise<Requests> {
  for (let index = 0; index < ACCOUNTS; index += 1) {
    await askPatiently(signupOf(base, `person${index}`));
  }
  const reader = cookieOf(await askPatiently(signupOf(base, 'reader')));
  const { body } = await askPatiently(operation(base, { query: ME }, { holds: '"username":"reader"' }, reader));
  return {
    me: operation(base, { query: ME }, body, reader),
    anonymous: operation(base, { query: ME }, '{"data":{"me":null}}'),
    login: (turn) => loginOf(base, `person${turn % ACCOUNTS}`),
    signup: (turn) => signupOf(base, `newcomer${turn}`),
  };
}

/** `me` as a session that somebody else has made. */
export function meOf(base: string): Target {
  return operation(base, { query: ME }, { holds: '{"data":{"me":{"id":"' });
}

export function loginOf(base: string, username: string): Target {
  return operation(base, { query: LOGIN, variables: { username, password: PASSWORD } }, { holds: '"LoginSuccess"' });
}

export function signupOf(base: string, username: string): Target {
  const input = {
    username,
    password: PASSWORD,
    passwordConfirmation: PASSWORD,
    email: `${username}@example.com`,
    firstName: 'Ada',
    lastName: 'Lovelace',
  };
  return operation(base, { query: SIGNUP, variables: { input } }, { holds: '"SignupSuccess"' });
}
