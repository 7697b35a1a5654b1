import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Agent } from './agent.ts';
import { ada } from './people.ts';
import { runSql, withDatabaseName } from './postgres-databases.ts';
import { startServer } from './server-process.ts';

const servers = process.env.STORES === 'servers' ? inject('serverTemplate') : null;

describe.runIf(servers)('a database role that may do nothing but read and write rows', () => {
  const { adminUrl = '', redisUrl = '', name: template = '' } = servers ?? {};
  const name = `${template}_role_${randomUUID().slice(0, 8)}`;
  const role = name;
  let DATABASE_URL: string;

  beforeAll(async () => {
    await runSql(adminUrl, `CREATE DATABASE "${name}" TEMPLATE "${template}"`);
    await runSql(adminUrl, `CREATE ROLE "${role}" LOGIN PASSWORD 'narrow' NOSUPERUSER NOCREATEDB NOCREATEROLE`);
    const owner = withDatabaseName(adminUrl, name);
    await runSql(owner, `REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO "${role}"`);
    await runSql(owner, `GRANT SELECT, INSERT, UPDATE, DELETE ON "User", "Session" TO "${role}"`);
    const url = new URL(owner);
    url.username = role;
    url.password = 'narrow';
    DATABASE_URL = url.href;
  });

  afterAll(async () => {
    await runSql(adminUrl, `DROP DATABASE "${name}" WITH (FORCE)`);
    await runSql(adminUrl, `DROP ROLE "${role}"`);
  });

  test.each<[string, Record<string, string>]>([
    ['Redis', { REDIS_URL: redisUrl, REDIS_PREFIX: `${name}:` }],
    ['the database', {}],
  ])('carries an account from signup to deletion, with sessions in %s', async (_store, stores) => {
    await using server = startServer({ DATABASE_URL, MIGRATE: 'off', BCRYPT_COST: '10', ...stores });
    const laptop = new Agent(await server.url());

    expect(await laptop.signup(ada)).toMatchObject({ __typename: 'SignupSuccess' });
    expect(await laptop.updateProfile({ firstName: 'Augusta' })).toMatchObject({ __typename: 'UpdateProfileSuccess' });
    expect(await laptop.changePassword(ada.password, 'staple paper clip')).toMatchObject({
      __typename: 'ChangePasswordSuccess',
    });
    expect(await laptop.mySessions()).toHaveLength(1);
    expect(await laptop.revokeOtherSessions()).toMatchObject({ __typename: 'RevokeOtherSessionsSuccess' });
    expect(await laptop.logout()).toBe(true);
    expect(await laptop.login('ada', 'staple paper clip')).toMatchObject({ __typename: 'LoginSuccess' });
    expect(await laptop.deleteAccount('staple paper clip')).toMatchObject({ __typename: 'DeleteAccountSuccess' });
  });

  test('and can’t change the tables', async () => {
    for (const sql of [
      'CREATE TABLE "x" ()',
      'ALTER TABLE "User" ADD "x" text',
      'TRUNCATE "User"',
      'DROP TABLE "User"',
    ]) {
      await expect(runSql(DATABASE_URL, sql)).rejects.toThrow(/permission denied|must be owner/);
    }
  });
});
