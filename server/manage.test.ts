import { execFileSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Agent } from './test/agent.ts';
import { manage, manageInTerminal } from './test/command-line.ts';
import { commandPlaces, type Environment } from './test/command-places.ts';
import { ada, grace } from './test/people.ts';
import { runSql } from './test/postgres-databases.ts';
import { startServer } from './test/server-process.ts';

/** Said by a command that did what it was told. */
const done = (stdout: string) => ({ code: 0, stdout: `${stdout}\n`, stderr: '' });
/** Said by one that didn't. */
const refused = (stderr: string, code = 1) => ({ code, stdout: '', stderr: `${stderr}\n` });

const { all, directory, onAny, onEmbedded, onServers, servers } = commandPlaces();

describe.each(all)('on %s', (_name, open) => {
  test('createsuperuser makes an account that is staff and superuser and can log in', async () => {
    const env = await open();
    const args = ['createsuperuser', '--no-input', '--username', ' Ada', '--email', 'ada@Example.com'];

    expect(await manage(args, { ...env, GATEHOUSE_PASSWORD: ada.password })).toEqual(done('Ada is a superuser now.'));

    await using server = startServer(env);
    const { user } = await new Agent(await server.url()).login('ada', ada.password);
    expect(user).toMatchObject({ username: 'Ada', email: 'ada@example.com', isStaff: true, isSuperuser: true });
    server.signal('SIGTERM');
    await server.exit;
  });

  test('a database without its migrations is named, with the command that mends it', async () => {
    const env = await open();
    await ('DATABASE_URL' in env
      ? runSql(String(env.DATABASE_URL), 'DROP TABLE "Session", "User", "_prisma_migrations"')
      : rm(String(env.DATA_DIR), { recursive: true }));

    const { code, stderr } = await manage(['deactivate', 'ada'], env);

    expect(code).toBe(1);
    expect(stderr).toMatch(/^The database’s migrations don’t fit: not applied: .+ Run npm run db:migrate .+\n$/);
  });
});

test('createsuperuser holds to the rules of a signup, and creates nobody who breaks them', async () => {
  const env = { ...(await onAny()), GATEHOUSE_PASSWORD: ada.password };
  const create = (username: string, more: Environment = {}, ...args: string[]) =>
    manage(['createsuperuser', '--no-input', '--username', username, ...args], { ...env, ...more });
  await create('ada');

  expect(await create('ADA')).toEqual(refused('username: This username is taken.'));
  expect(await create('a da')).toEqual(refused('username: Use letters, digits and @ . + - _ only.'));
  expect(await create('eve', { GATEHOUSE_PASSWORD: 'short' }, '--email', 'nobody')).toEqual(
    refused('password: Use at least 8 characters.\nemail: This is not an e-mail address.'),
  );
  expect(await manage(['deactivate', 'eve'], env)).toEqual(refused('There is no user "eve".'));
});

test('every command that names a user says who is missing, and exits with 1', async () => {
  const env = { ...(await onAny()), GATEHOUSE_PASSWORD: ada.password };
  for (const command of ['changepassword', 'revoke-sessions', 'activate', 'deactivate', 'unlock']) {
    expect(await manage([command, 'nobody'], env)).toEqual(refused('There is no user "nobody".'));
  }
  expect(await manage(['deactivate', 'no\nbody'], env)).toEqual(refused('There is no user "no\\nbody".'));
});

test('on an embedded directory that a server holds, a command says so in one line and stops', async () => {
  const env = await onEmbedded();
  await using server = startServer(env);
  await server.url();

  expect(await manage(['revoke-sessions', '--all'], env)).toEqual(
    refused(`DATA_DIR ${env.DATA_DIR} is in use by another process: stop that one, or set another DATA_DIR.`),
  );
});

test('without Redis, unlock says where wrong passwords are counted, and that it can’t reach them', async () => {
  const env = { ...(await onEmbedded()), GATEHOUSE_PASSWORD: ada.password };
  await manage(['createsuperuser', '--no-input', '--username', 'ada'], env);

  const { code, stderr } = await manage(['unlock', 'ada'], env);

  expect(code).toBe(1);
  expect(stderr).toContain('counted in the serving process');
});

test('a production’s command needs the stores that it works on', async () => {
  const missing = async (command: string) => (await manage([command, 'ada'], { NODE_ENV: 'production' })).stderr;

  expect(await missing('deactivate')).toMatch(/ {2}DATABASE_URL is required/);
  expect(await missing('deactivate')).not.toContain('REDIS_URL');
  expect(await missing('unlock')).toMatch(/ {2}REDIS_URL is required/);
});

describe('a password', () => {
  const args = (...more: string[]) => ['createsuperuser', '--username', 'ada', '--email', '', ...more];

  test('is asked for twice and never shown, nor is it on the list of processes', async () => {
    const env = await onAny();
    let processes = '';
    const listProcesses = () => {
      processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    };
    const answers: [string, string][] = [
      ['Password: ', `${ada.password}\r`],
      ['Password (again): ', `${ada.password}\r`],
    ];

    const { code, screen } = await manageInTerminal(args(), env, answers, listProcesses);

    expect(screen).toMatch(/^Password: \r\nPassword \(again\): \r\nada is a superuser now\.\r\n$/);
    expect(code).toBe(0);
    expect(processes).toContain('dist/manage.js createsuperuser');
    expect(processes).not.toContain(ada.password);
    await using server = startServer(env);
    const login = await new Agent(await server.url()).login('ada', ada.password);
    expect(login).toMatchObject({ __typename: 'LoginSuccess' });
  });

  test('is taken from a file that a script names', async () => {
    const env = await onAny();
    const GATEHOUSE_PASSWORD_FILE = join(directory, 'password');
    await writeFile(GATEHOUSE_PASSWORD_FILE, `${ada.password}\n`);

    expect(await manage(args(), { ...env, GATEHOUSE_PASSWORD_FILE })).toEqual(done('ada is a superuser now.'));

    await rm(GATEHOUSE_PASSWORD_FILE);
    const unread = await manage(['changepassword', 'ada'], { ...env, GATEHOUSE_PASSWORD_FILE });
    expect(unread).toMatchObject({ code: 1, stderr: expect.stringContaining("GATEHOUSE_PASSWORD_FILE can't be read") });
    await using server = startServer(env);
    const login = await new Agent(await server.url()).login('ada', ada.password);
    expect(login).toMatchObject({ __typename: 'LoginSuccess' });
  });

  test('that is typed differently the second time is refused', async () => {
    const answers: [string, string][] = [
      ['Password: ', `${ada.password}\r`],
      ['Password (again): ', `${grace.password}\r`],
    ];

    const { code, screen } = await manageInTerminal(args(), await onAny(), answers);

    expect(code).toBe(1);
    expect(screen).toContain('passwordConfirmation: The two passwords differ.');
  });

  test('is asked for after what the account shall be called, where that isn’t given', async () => {
    const answers: [string, string][] = [
      ['Username: ', 'ada\r'],
      ['E-mail (may be left empty): ', '\r'],
      ['Password: ', `${ada.password}\r`],
      ['Password (again): ', `${ada.password}\r`],
    ];

    const { code, screen } = await manageInTerminal(['createsuperuser'], await onAny(), answers);

    expect({ code, screen }).toEqual({ code: 0, screen: expect.stringContaining('ada is a superuser now.') });
  });

  test('that nobody types after all changes nothing: Ctrl-C exits with 130', async () => {
    const { code, screen } = await manageInTerminal(args(), await onAny(), [['Password: ', '\u0003']]);

    expect(code).toBe(130);
    expect(screen).toContain('Nothing was done.');
  });

  test('is taken from a terminal or the environment, and never from an option or an argument', async () => {
    const env = await onAny();

    expect(await manage(args(), env)).toEqual(
      refused('There is no password: set GATEHOUSE_PASSWORD, or run this in a terminal.'),
    );
    for (const wrong of [args('--password', ada.password), ['changepassword', 'ada', ada.password]]) {
      const { code, stdout, stderr } = await manage(wrong, env);
      expect(code).toBe(1);
      expect(stdout + stderr).toMatch(/^error: /);
      expect(stdout + stderr).not.toContain(ada.password);
    }
  });
});

test('the help names every command, as the README does, and exits with 0', async () => {
  const { code, stdout } = await manage(['--help'], {});
  const readme = await readFile('README.md', 'utf8');

  expect(code).toBe(0);
  for (const command of [
    'createsuperuser',
    'changepassword <user>',
    'clearsessions',
    'revoke-sessions [options] [user]',
    'unlock <user>',
    'activate <user>',
    'deactivate <user>',
    'import-django [options] <file>',
    'check [options]',
  ]) {
    expect(stdout).toContain(`\n  ${command} `);
    expect(readme).toContain(`\`${command.split(' ')[0]}`);
  }
  expect((await manage(['frobnicate'], {})).code).toBe(1);
});

test('npm run manage hands its arguments on', () => {
  const output = execFileSync('npm', ['run', '--silent', 'manage', '--', 'unlock', '--help'], { encoding: 'utf8' });

  expect(output).toContain('Usage: manage unlock [options] <user>');
});

describe('check --deploy', () => {
  const sound = {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://accounts.example.com',
    DATABASE_URL: 'postgresql://gatehouse@postgres:5432/gatehouse',
    REDIS_URL: 'redis://redis:6379',
    TRUST_PROXY: '1',
    HASH_CONCURRENCY: '1',
    SECRET_KEY: '5a1f0c8e7b9d2346f1e0a7c58b3d9e62407f8c1b6a5d3e92c0b4f7a81d6e2c39',
  };

  test('exits with 0 where nothing is unsafe, 1 for warnings and 2 for errors', async () => {
    expect(await manage(['check', '--deploy'], sound)).toEqual(done('Nothing unsafe was found.'));

    const warned = await manage(['check', '--deploy'], { ...sound, PLAYGROUND: 'true', INTROSPECTION: 'false' });
    expect(warned).toMatchObject({ code: 1, stdout: expect.stringMatching(/^Warning: PLAYGROUND is on.*\n$/) });

    const wrong = await manage(['check', '--deploy'], { ...sound, PUBLIC_URL: 'http://accounts.example.com' });
    expect(wrong).toMatchObject({ code: 2, stdout: expect.stringMatching(/^Error: PUBLIC_URL must be https.*\n/) });
  });

  test('never shows a value that may hold a secret', async () => {
    const env = { ...sound, DATABASE_URL: 'postgresql://u:hunter2@db.example.com/x', REDIS_URL: 'hunter2' };
    const { stdout, stderr } = await manage(['check', '--deploy'], env);

    expect(stdout).toContain('REDIS_URL must be a URL');
    expect(stdout + stderr).not.toContain('hunter2');
  });
});

describe.runIf(servers)('beside a server that runs on PostgreSQL and Redis', () => {
  let env: Environment;
  let server: ReturnType<typeof startServer>;
  let url: string;

  beforeAll(async () => {
    env = { ...(await onServers()), LIMIT_LOGIN_ACCOUNT: '2/900' };
    server = startServer(env);
    url = await server.url();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  async function signedUp(username: string): Promise<Agent> {
    const agent = new Agent(url);
    expect(await agent.signup({ ...ada, username })).toMatchObject({ __typename: 'SignupSuccess' });
    return agent;
  }

  async function loggedIn(username: string, password: string): Promise<string> {
    return (await new Agent(url).login(username, password)).__typename;
  }

  test('deactivate ends every session at once and refuses the login; activate brings no old session back', async () => {
    const phone = await signedUp('deactivated');
    const laptop = new Agent(url);
    await laptop.login('deactivated', ada.password);

    expect(await manage(['deactivate', 'Deactivated'], env)).toEqual(
      done('deactivated is deactivated and signed out.'),
    );
    expect([await phone.me(), await laptop.me()]).toEqual([null, null]);
    expect(await loggedIn('deactivated', ada.password)).toBe('InvalidCredentials');

    expect(await manage(['activate', 'deactivated'], env)).toEqual(done('deactivated is active and may log in.'));
    expect([await phone.me(), await laptop.me()]).toEqual([null, null]);
    expect(await loggedIn('deactivated', ada.password)).toBe('LoginSuccess');
    expect(await manage(['activate', 'deactivated'], env)).toEqual(done('deactivated is active already.'));
  });

  test('changepassword ends every session; the new password opens, the old one doesn’t', async () => {
    const phone = await signedUp('forgetful');

    const changed = await manage(['changepassword', 'forgetful'], { ...env, GATEHOUSE_PASSWORD: grace.password });

    expect(changed).toEqual(done('forgetful has a new password and is signed out everywhere.'));
    expect(await phone.me()).toBeNull();
    expect(await loggedIn('forgetful', ada.password)).toBe('InvalidCredentials');
    expect(await loggedIn('forgetful', grace.password)).toBe('LoginSuccess');
  });

  test('a password that changepassword refuses leaves the old one and the sessions as they are', async () => {
    const phone = await signedUp('careful');

    const changed = await manage(['changepassword', 'careful'], { ...env, GATEHOUSE_PASSWORD: 'short' });

    expect(changed).toEqual(refused('password: Use at least 8 characters.'));
    expect(await phone.me()).not.toBeNull();
    expect(await loggedIn('careful', ada.password)).toBe('LoginSuccess');
  });

  test('revoke-sessions signs one user out, and with --all everybody', async () => {
    const [one, other] = [await signedUp('one'), await signedUp('other')];

    expect(await manage(['revoke-sessions', 'one'], env)).toEqual(done('one is signed out everywhere.'));
    expect(await one.me()).toBeNull();
    expect(await other.me()).not.toBeNull();

    const everybody = await manage(['revoke-sessions', '--all'], env);
    expect(everybody.stdout).toMatch(/^Everybody is signed out \([1-9]\d* users\)\.\n$/);
    expect(await other.me()).toBeNull();
    expect(await loggedIn('other', ada.password)).toBe('LoginSuccess');
  });

  test('revoke-sessions wants a user or --all, and not both', async () => {
    expect(await manage(['revoke-sessions'], env)).toEqual(refused('Name a user, or give --all.'));
    expect(await manage(['revoke-sessions', 'one', '--all'], env)).toEqual(refused('Name a user, or give --all.'));
  });

  test('unlock lets somebody log in again whose wrong passwords are used up', async () => {
    await signedUp('guessed');
    await loggedIn('guessed', 'wrong');
    await loggedIn('guessed', 'wrong');
    expect(await loggedIn('guessed', ada.password)).toBe('TooManyAttempts');

    expect(await manage(['unlock', 'GUESSED'], env)).toEqual(done('guessed may try passwords again.'));

    expect(await loggedIn('guessed', ada.password)).toBe('LoginSuccess');
  });

  test('clearsessions says that Redis needs none of it', async () => {
    const outcome = await manage(['clearsessions'], env);

    expect(outcome).toEqual(done('Nothing to do: Redis removes expired sessions by itself.'));
  });

  test('clearsessions removes the expired from a database, and only those', async () => {
    const { REDIS_URL: _, ...own } = await onServers();
    await using alone = startServer(own);
    const agent = new Agent(await alone.url());
    await agent.signup(ada);
    await new Agent(agent.url).login(ada.username, ada.password);
    const age = `UPDATE "Session" SET "expiresAt" = now() - interval '1 second' WHERE "id" <> (SELECT max("id") FROM "Session")`;
    await runSql(String(own.DATABASE_URL), age);

    expect(await manage(['clearsessions'], own)).toEqual(done('Expired sessions are removed.'));

    const check = `DO $$ BEGIN ASSERT (SELECT count(*) FROM "Session") = 1; END $$`;
    await runSql(String(own.DATABASE_URL), check);
  });

  test('a store that is away is named in one line', async () => {
    const nowhere = { ...env, DATABASE_URL: 'postgresql://root@127.0.0.1:1/x' };
    expect(await manage(['deactivate', 'one'], nowhere)).toEqual(
      refused('The database can’t be used: connect ECONNREFUSED 127.0.0.1:1'),
    );
    const { code, stderr } = await manage(['unlock', 'one'], { ...env, REDIS_URL: 'redis://127.0.0.1:1' });
    expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 1, lines: 1 });
    expect(stderr).toMatch(/^Redis can’t be used: /);
  });
});
