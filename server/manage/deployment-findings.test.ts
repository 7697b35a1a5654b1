import { expect, test } from 'vitest';
import { judgeDeployment } from './deployment-findings.ts';

const SOUND = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://accounts.example.com',
  DATABASE_URL: 'postgresql://gatehouse:x@db.example.com/gatehouse?sslmode=verify-full',
  REDIS_URL: 'rediss://redis.example.com',
  TRUST_PROXY: '1',
  // As Node has it by default; on a machine of many cores more would be hashed at a time.
  HASH_CONCURRENCY: '1',
  SECRET_KEY: '5a1f0c8e7b9d2346f1e0a7c58b3d9e62407f8c1b6a5d3e92c0b4f7a81d6e2c39',
};

/** What is found in a sound environment with some variables changed, as severity and first word. */
function findings(changes: Record<string, string | undefined>): string[] {
  return judgeDeployment({ ...SOUND, ...changes }).map(
    ({ severity, message }) => `${severity} ${message.split(' ')[0]}`,
  );
}

test('in a sound environment nothing is found', () => {
  expect(findings({})).toEqual([]);
});

test.each([
  [{ PUBLIC_URL: 'http://accounts.example.com' }, ['error PUBLIC_URL']],
  [{ PUBLIC_URL: 'http://localhost' }, ['warning PUBLIC_URL']],
  [{ ALLOWED_ORIGINS: 'https://a.example.com,http://b.example.com' }, ['error ALLOWED_ORIGINS']],
  [{ NODE_ENV: undefined }, ['warning NODE_ENV']],
  [{ NODE_ENV: 'development', PORT: 'x' }, ['error PORT', 'warning NODE_ENV']],
  [{ ALLOW_EMBEDDED: 'true', DATABASE_URL: undefined, REDIS_URL: undefined }, ['warning ALLOW_EMBEDDED']],
  [{ ALLOW_EMBEDDED: 'true', DATABASE_URL: undefined, SECRET_KEY: undefined }, ['warning ALLOW_EMBEDDED']],
  [{ SECRET_KEY: undefined, BCRYPT_COST: '10' }, ['error SECRET_KEY', 'warning BCRYPT_COST']],
  [{ SECRET_KEY: 'change me' }, ['error SECRET_KEY']],
  [{ SECRET_KEY: undefined, SECRET_KEY_FILE: '/nowhere' }, ['error SECRET_KEY_FILE']],
  [{ TRUST_PROXY: undefined }, ['warning TRUST_PROXY']],
  [{ TRUST_PROXY: 'true' }, ['error TRUST_PROXY']],
  [{ SECRET_KEY_PREVIOUS: SOUND.DATABASE_URL }, ['warning SECRET_KEY_PREVIOUS']],
  [{ PLAYGROUND: 'true' }, ['warning PLAYGROUND', 'warning INTROSPECTION']],
  [{ BCRYPT_COST: '11' }, ['warning BCRYPT_COST']],
  [{ LOG_LEVEL: 'silent' }, ['warning LOG_LEVEL']],
  [{ LOG_LEVEL: 'debug' }, ['warning LOG_LEVEL']],
  [{ MIGRATE: 'off' }, ['warning MIGRATE']],
  [{ LIMIT_LOGIN_ACCOUNT: '50/900' }, ['warning LIMIT_LOGIN_ACCOUNT']],
  [{ LIMIT_LOGIN_ACCOUNT: '5/60' }, ['warning LIMIT_LOGIN_ACCOUNT']],
  [{ LIMIT_LOGIN_ACOUNT: '5/900' }, ['error LIMIT_LOGIN_ACOUNT']],
  [{ DATABASE_URL: 'postgresql://db.example.com/x' }, ['warning DATABASE_URL']],
  [{ DATABASE_URL: 'postgresql://10.example.com/x' }, ['warning DATABASE_URL']],
  [{ DATABASE_URL: 'postgresql://postgres/x', REDIS_URL: 'redis://10.1.2.3' }, []],
  [{ REDIS_URL: 'redis://redis.example.com' }, ['warning REDIS_URL']],
  [{ REDIS_URL: 'redis+cluster://10.1.2.3,redis.example.com:7000' }, ['warning REDIS_URL']],
  [{ REDIS_URL: 'redis+sentinel://one,[fd00::1]:26379/mymaster' }, []],
  [{ REDIS_URL: 'rediss+cluster://redis.example.com' }, []],
  [{ DATABASE_CONNECT_TIMEOUT_MS: '3000' }, ['warning DATABASE_CONNECT_TIMEOUT_MS']],
  [{ DATABASE_STATEMENT_TIMEOUT_MS: '5000' }, ['warning DATABASE_STATEMENT_TIMEOUT_MS']],
  [{ DATABASE_LOCK_TIMEOUT_MS: '2500' }, ['warning DATABASE_LOCK_TIMEOUT_MS']],
  [{ REDIS_COMMAND_TIMEOUT_MS: '3000' }, ['warning REDIS_COMMAND_TIMEOUT_MS']],
  [{ STORE_PING_TIMEOUT_MS: '4000' }, ['warning STORE_PING_TIMEOUT_MS']],
  [{ STOP_TIMEOUT_MS: '3000' }, ['warning STOP_TIMEOUT_MS']],
  [{ STOP_TIMEOUT_MS: '7500', STOP_DELAY_MS: '5000' }, ['warning STOP_TIMEOUT_MS']],
  [{ HTTP_KEEP_ALIVE_TIMEOUT_MS: '60000' }, ['warning HTTP_KEEP_ALIVE_TIMEOUT_MS']],
  [{ HTTP_HEADERS_TIMEOUT_MS: '30001' }, ['error HTTP_HEADERS_TIMEOUT_MS']],
  [{ REQUEST_DEADLINE_MS: '10000', DATABASE_STATEMENT_TIMEOUT_MS: '9000' }, ['warning STOP_TIMEOUT_MS']],
  [{ HASH_CONCURRENCY: '256' }, ['warning HASH_CONCURRENCY']],
  [
    { PUBLIC_URL: undefined, DATABASE_URL: undefined, BCRYPT_COST: '10' },
    ['error DATABASE_URL', 'error PUBLIC_URL', 'warning BCRYPT_COST'],
  ],
])('with %j it finds %j', (changes, found) => {
  expect(findings(changes)).toEqual(found);
});
