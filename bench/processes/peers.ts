import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { askPatiently, cookieOf } from '../load/ask.ts';
import { operation, type Target } from '../load/target.ts';
import { ACCOUNTS, type Kind, PASSWORD, type Setting } from './kind.ts';

const PEERS = 'bench/peers';

/** Installs them where they aren't yet; they have a lock of their own, and nobody else gets them. */
export function installPeers(): void {
  if (!existsSync(`${PEERS}/node_modules`)) {
    process.stderr.write('Installing the peers…\n');
    const { status } = spawnSync('npm', ['ci'], { cwd: PEERS, stdio: ['ignore', 'inherit', 'inherit'] });
    if (status !== 0) {
      throw new Error(`npm ci failed in ${PEERS}`);
    }
  }
}

export const mercurius: Kind = {
  name: 'mercurius',
  script: `${PEERS}/mercurius.mjs`,
  keeps: 'servers',
  env,
  probe: (base) => operation(base, { query: '{ me { id } }' }, '{"data":{"me":null}}'),
  async requests(base) {
    const ME = '{ me { id username email firstName lastName dateJoined } }';
    const sends = (name: string, username: string) => {
      const query = `mutation ($username: String!, $password: String!) { ${name}(username: $username, password: $password) { id username } }`;
      const answer = { holds: `"username":"${username}"` };
      return operation(base, { query, variables: { username, password: PASSWORD } }, answer);
    };
    const reader = await readerOf((username) => sends('signup', username));
    const { body } = await askPatiently(operation(base, { query: ME }, { holds: '"username":"reader"' }, reader));
    return {
      me: operation(base, { query: ME }, body, reader),
      anonymous: operation(base, { query: ME }, '{"data":{"me":null}}'),
      login: (turn) => sends('login', `person${turn % ACCOUNTS}`),
      signup: (turn) => sends('signup', `newcomer${turn}`),
    };
  },
};

export const betterAuth: Kind = {
  name: 'better-auth',
  answering: 'get-session',
  script: `${PEERS}/better-auth.mjs`,
  keeps: 'servers',
  env,
  probe: (base) => sessionOf(base, 'null'),
  async requests(base) {
    const sends = (path: string, username: string): Target => {
      const email = `${username}@example.com`;
      const body = JSON.stringify({ email, password: PASSWORD, ...(path === 'sign-up' && { name: 'Ada Lovelace' }) });
      const headers = { 'content-type': 'application/json', origin: base };
      return { url: `${base}/api/auth/${path}/email`, method: 'POST', headers, body, answer: { holds: email } };
    };
    const reader = await readerOf((username) => sends('sign-up', username));
    const { body } = await askPatiently(sessionOf(base, { holds: '"email":"reader@example.com"' }, reader));
    return {
      me: sessionOf(base, body, reader),
      anonymous: sessionOf(base, 'null'),
      login: (turn) => sends('sign-in', `person${turn % ACCOUNTS}`),
      signup: (turn) => sends('sign-up', `newcomer${turn}`),
    };
  },
};

function sessionOf(base: string, answer: Target['answer'], cookie?: string): Target {
  return { url: `${base}/api/auth/get-session`, method: 'GET', headers: cookie ? { cookie } : {}, answer };
}

/** Makes everybody, and answers the cookie of the one who reads. */
async function readerOf(signup: (username: string) => Target): Promise<string> {
  for (let index = 0; index < ACCOUNTS; index += 1) {
    await askPatiently(signup(`person${index}`));
  }
  return cookieOf(await askPatiently(signup('reader')));
}

async function env({ place, port, cost }: Setting): Promise<Record<string, string>> {
  if (place?.kind !== 'servers') {
    throw new Error('the peers need PostgreSQL and Redis');
  }
  return {
    PORT: String(port),
    DATABASE_URL: place.databaseUrl,
    REDIS_URL: place.redisUrl,
    REDIS_PREFIX: place.prefix,
    SECRET_KEY: randomBytes(32).toString('hex'),
    BCRYPT_COST: String(cost),
  };
}
