import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect } from 'vitest';
import { Agent } from '../agent.ts';
import { manage } from '../command-line.ts';
import { startServer } from '../server-process.ts';
import { findPrograms } from './programs.ts';
import { makeNextRelease } from './release.ts';
import { PASSWORD } from './replicated.ts';
import { openScene, PRODUCTION } from './scene.ts';
import { test } from './tally.ts';
import { newUsername } from './whole-life.ts';

const run = promisify(execFile);

const NEXT = `${PASSWORD} no more`;

/** What an upgrade adds after the back-up: a table that holds on to one of the dump's, and a column. */
const UPGRADE = `
  CREATE TABLE "Note" ("id" UUID NOT NULL, "authorId" UUID NOT NULL REFERENCES "User"("id"));
  ALTER TABLE "User" ADD COLUMN "bio" TEXT NOT NULL DEFAULT '';`;

interface Person {
  username: string;
  agent: Agent;
  /** The cookie before anything happened, as somebody may have kept it. */
  kept: string | null;
}

async function signUp(url: string): Promise<Person> {
  const [username, agent] = [newUsername(), new Agent(url)];
  expect(await agent.signup({ username, password: PASSWORD })).toMatchObject({ __typename: 'SignupSuccess' });
  return { username, agent, kept: agent.cookie };
}

async function viewerOf(url: string, cookie: string | null): Promise<string | null> {
  const agent = new Agent(url);
  agent.cookie = cookie;
  return (await agent.me())?.username ?? null;
}

describe.runIf(findPrograms())('after a restore', () => {
  test('of an older Redis beside the living database, nobody is signed in who shouldn’t be', async ({ tally }) => {
    await using scene = await openScene();
    const { url } = await scene.start();
    const [changed, deleted, revoked, untouched] = await Promise.all([1, 2, 3, 4].map(() => signUp(url)));
    const backup = await scene.redis.snapshot();
    await changed?.agent.changePassword(PASSWORD, NEXT);
    await deleted?.agent.deleteAccount(PASSWORD);
    await manage(['revoke-sessions', String(revoked?.username)], scene.env);

    await scene.redis.restore(backup);
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 5000 }).toBe(200);

    for (const person of [changed, deleted, revoked]) {
      expect(await viewerOf(url, String(person?.kept))).toBeNull();
    }
    expect(await viewerOf(url, String(untouched?.kept))).toBe(untouched?.username);
    // The new session began after the back-up; its password is in the database.
    expect(await new Agent(url).login(String(changed?.username), NEXT)).toMatchObject({ __typename: 'LoginSuccess' });
    tally.round();
  });

  test('of the database from pg_dump, also after an upgrade, what docs/backup.md says is all that is needed', async ({
    tally,
  }) => {
    await using scene = await openScene();
    await using upgraded = await makeNextRelease('29991231000000_upgrade', UPGRADE);
    const program = (name: string, ...args: string[]) =>
      run(process.execPath, [join(upgraded.folder, 'dist', name), ...args], { env: scene.env });
    const before = await scene.start();
    const [changed, deleted, revoked, untouched] = (await Promise.all([1, 2, 3, 4].map(() => signUp(before.url)))) as [
      Person,
      Person,
      Person,
      Person,
    ];
    const dump = join(scene.postgres.folder, 'gatehouse.dump');
    await run('pg_dump', ['--format=custom', `--file=${dump}`, scene.database]);
    await program('migrate.js');
    await changed.agent.changePassword(PASSWORD, NEXT);
    await deleted.agent.deleteAccount(PASSWORD);
    await program('manage.js', 'revoke-sessions', '--all');
    const late = await signUp(before.url);
    before.server.signal('SIGTERM');
    await before.server.exit;

    const admin = scene.postgres.url;
    await run('psql', [admin, '--command=ALTER DATABASE gatehouse RENAME TO gatehouse_before']);
    await run('createdb', [`--maintenance-db=${admin}`, `--owner=${scene.role}`, 'gatehouse']);
    await run('pg_restore', ['--exit-on-error', `--dbname=${scene.database}`, dump]);
    await expect(program('manage.js', 'revoke-sessions', '--all')).rejects.toThrow('not applied');
    expect((await program('migrate.js')).stdout).toContain('Applied 29991231000000_upgrade');

    await using after = startServer(scene.env, upgraded.folder);
    const url = await after.url();
    // What was signed out by its epoch alone lives again with that epoch: hence the command.
    expect(await viewerOf(url, revoked.kept)).toBe(revoked.username);
    const everybody = [changed, deleted, revoked, untouched];
    expect((await program('manage.js', 'revoke-sessions', '--all')).stdout).toContain('(4 users)');
    for (const { agent, kept } of [...everybody, late]) {
      expect([await viewerOf(url, kept), await viewerOf(url, agent.cookie)]).toEqual([null, null]);
    }
    // Everybody who was there at the back-up is there as they were; whoever came later signs up again.
    for (const { username } of everybody) {
      expect(await new Agent(url).login(username, PASSWORD)).toMatchObject({ __typename: 'LoginSuccess' });
    }
    expect(await new Agent(url).signup({ username: late.username, password: PASSWORD })).toMatchObject({
      __typename: 'SignupSuccess',
    });
    tally.round();
  });

  test('of a copy of DATA_DIR, the embedded database is as it was; revoke-sessions --all ends what lives again', async ({
    tally,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-embedded-'));
    const [DATA_DIR, copy] = [join(folder, 'data'), join(folder, 'copy')];
    const { SECRET_KEY: _, ...production } = PRODUCTION;
    const env = { ...production, ALLOW_EMBEDDED: 'true', DATA_DIR };

    async function whileRunning<T>(work: (url: string) => Promise<T>): Promise<T> {
      await using server = startServer(env);
      const result = await work(await server.url());
      server.signal('SIGTERM');
      expect(await server.exit).toBe(0);
      return result;
    }

    const person = await whileRunning(signUp);
    await cp(DATA_DIR, copy, { recursive: true });
    const changed = await whileRunning(async (url) => {
      const agent = new Agent(url);
      agent.cookie = person.kept;
      expect(await agent.changePassword(PASSWORD, NEXT)).toMatchObject({ __typename: 'ChangePasswordSuccess' });
      return agent.cookie;
    });
    await rm(DATA_DIR, { recursive: true });
    await cp(copy, DATA_DIR, { recursive: true });

    await whileRunning(async (url) => {
      expect([await viewerOf(url, person.kept), await viewerOf(url, changed)]).toEqual([person.username, null]);
    });
    await run(process.execPath, ['dist/migrate.js'], { env });
    expect((await manage(['revoke-sessions', '--all'], env)).code).toBe(0);
    await whileRunning(async (url) => {
      expect(await viewerOf(url, person.kept)).toBeNull();
      expect(await new Agent(url).login(person.username, PASSWORD)).toMatchObject({ __typename: 'LoginSuccess' });
    });
    expect(await readFile(join(DATA_DIR, 'secret-key'))).toEqual(await readFile(join(copy, 'secret-key')));
    await rm(folder, { recursive: true });
    tally.round();
  });
});
