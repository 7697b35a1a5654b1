import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEmbedded } from './database/embedded.ts';
import { openPostgres } from './database/postgres.ts';
import { Agent } from './test/agent.ts';
import { manage, manageInTerminal } from './test/command-line.ts';
import { commandPlaces, type Environment } from './test/command-places.ts';
import { hasDjango } from './test/django.ts';
import { createDjangoProject, type DjangoUser } from './test/django-project.ts';
import { ada, grace } from './test/people.ts';
import { startServer } from './test/server-process.ts';

const { all, directory, onAny } = commandPlaces();

/** Whose hashes are verified here. */
const HASHERS = [
  'BCryptSHA256PasswordHasher',
  'BCryptPasswordHasher',
  'PBKDF2PasswordHasher',
  'PBKDF2SHA1PasswordHasher',
  'Argon2PasswordHasher',
];

async function usersIn({ DATABASE_URL, DATA_DIR = '' }: Environment) {
  const database = DATABASE_URL ? openPostgres(DATABASE_URL, () => undefined) : await openEmbedded(DATA_DIR);
  const users = await database.prisma.user.findMany({ omit: { password: false }, orderBy: { username: 'asc' } });
  await database.close();
  return users;
}

/** A row as dumpdata writes it. */
function row(username: string, more: object = {}, model = 'auth.user') {
  const fields = { username, password: '!', date_joined: '2021-02-03T04:05:06.789Z', ...more };
  return { model, pk: 1, fields };
}

let files = 0;

async function fileOf(content: string | Buffer | object[], indent?: number): Promise<string> {
  const file = join(directory, `dump-${++files}.json`);
  const isText = typeof content === 'string' || Buffer.isBuffer(content);
  await writeFile(file, isText ? content : JSON.stringify(content, null, indent));
  return file;
}

describe.runIf(hasDjango())('the dump of a real Django', () => {
  const people: DjangoUser[] = [
    ...HASHERS.map((hasher, index) => ({
      username: `Person.${index}`,
      password: `${ada.password} ünïcode`,
      hasher,
      email: 'Person@Example.COM',
      first_name: 'Zoë',
      last_name: '李',
    })),
    { username: 'boss', password: grace.password, is_staff: true, is_superuser: true },
    { username: 'gone', password: ada.password, is_active: false },
    { username: 'passwordless' },
    { username: 'legacy', password: ada.password, hasher: 'MD5PasswordHasher' },
  ];
  let django: ReturnType<typeof createDjangoProject>;
  beforeAll(() => {
    django = createDjangoProject(people);
  });
  afterAll(() => django.remove());

  async function expectArrival(env: Environment, args: string): Promise<void> {
    const { file, text } = django.dump(...args.split(' '));

    const { code, stdout } = await manage(['import-django', file], env);

    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(new RegExp(`^${people.length} imported, 0 here already, 0 refused\\.\n`)),
    });
    const dumped = JSON.parse(text).filter(({ model }: any) => model === 'auth.user');
    const expected = dumped.map(({ fields }: any) => ({
      username: fields.username,
      email: fields.email.replace('Example.COM', 'example.com') || null,
      firstName: fields.first_name,
      lastName: fields.last_name,
      password: fields.password,
      isActive: fields.is_active,
      isStaff: fields.is_staff,
      isSuperuser: fields.is_superuser,
      dateJoined: new Date(fields.date_joined),
      lastLogin: fields.last_login && new Date(fields.last_login),
    }));
    const imported = (await usersIn(env)).map(({ id: _, sessionEpoch: __, usernameFolded: ___, ...user }) => user);
    expect(imported).toHaveLength(people.length);
    expect(imported).toEqual(expect.arrayContaining(expected));
  }

  test.each(all)('of dumpdata auth.user arrives with its flags, dates and hashes, on %s', async (_name, open) => {
    await expectArrival(await open(), 'auth.user');
  });

  test.each([
    'auth.user --natural-foreign',
    'auth.user --natural-primary --indent 2',
    'auth --natural-foreign --natural-primary',
    'auth.user auth.group --indent 4',
  ])('of dumpdata %s arrives as well', async (args) => {
    await expectArrival(await onAny(), args);
  });

  test('lets its users log in with their old passwords, and nobody whom Django would not let in', async () => {
    const env = await onAny();
    const { file } = django.dump('auth.user');
    const { stderr } = await manage(['import-django', file], env);
    expect(stderr).toContain('Note: 1 × a password in the form md5, which isn’t verified here');
    expect(stderr).toContain('Note: 1 × no usable password');
    expect(stderr).toContain('Note: 1 × groups or permissions, which are not moved');

    await using server = startServer(env);
    const visitor = new Agent(await server.url());
    for (const { username, password = '' } of people.slice(0, HASHERS.length)) {
      expect(await visitor.login(username.toUpperCase(), password)).toMatchObject({ user: { username } });
      expect(await visitor.login(username, `${password}x`)).toMatchObject({ __typename: 'InvalidCredentials' });
    }
    const { user } = await visitor.login('boss', grace.password);
    expect(user).toMatchObject({ isStaff: true, isSuperuser: true });
    for (const username of ['gone', 'passwordless', 'legacy']) {
      expect(await visitor.login(username, ada.password)).toMatchObject({ __typename: 'InvalidCredentials' });
    }
  });

  test('may be imported again: whoever is here already is left as they are by now', async () => {
    const env = await onAny();
    const { file } = django.dump('auth.user', '--natural-primary');
    await manage(['import-django', file], env);
    await manage(['changepassword', 'boss'], { ...env, GATEHOUSE_PASSWORD: 'a new one here' });
    const before = await usersIn(env);

    const { code, stdout } = await manage(['import-django', django.dump('auth.user').file], env);

    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `0 imported, ${people.length} here already, 0 refused.\n`,
    });
    expect(await usersIn(env)).toEqual(before);
  });
});

describe.each(all)('import-django on %s', (_name, open) => {
  test('refuses what it can’t take, by line and row and with the reason, and imports the rest', async () => {
    const env = await open();
    await manage(['createsuperuser', '--no-input', '--username', 'taken'], {
      ...env,
      GATEHOUSE_PASSWORD: ada.password,
    });
    const rows = [
      row('Ada'),
      row('ada', { date_joined: '2021-01-01T00:00:00Z' }),
      row('Taken'),
      row('a b'),
      row('n\0l'),
      row('x'.repeat(151)),
      row('mail', { email: 'nobody' }),
      row('name', { first_name: 'y'.repeat(151) }),
      row('hash', { password: 'md5$\0' }),
      row('when', { date_joined: '2021-02-30T00:00:00Z' }),
      { model: 'auth.user', fields: {} },
      7 as unknown as object,
      row('early', { date_joined: '0001-01-01T00:00:00+14:00' }),
      row('late', { last_login: '9999-12-31T23:00:00-12:00' }),
      row('oldest', { date_joined: '0001-01-01T00:00:00Z' }),
      row('fine', { email: '', last_login: '2022-02-02T02:02:02+02:00' }),
    ];
    const file = await fileOf(`[\n${rows.map((one) => JSON.stringify(one)).join(',\n')}\n]`);
    const refusals = [
      'line 3, row 2 "ada": username: "Ada" is here already, another account; case makes no difference.',
      'line 4, row 3 "Taken": username: "taken" is here already, another account; case makes no difference.',
      'line 5, row 4 "a b": username: Use letters, digits and @ . + - _ only.',
      'line 6, row 5 "n\\u0000l": username: Use letters, digits and @ . + - _ only.',
      `line 7, row 6 "${'x'.repeat(151)}": username: Use at most 150 characters.`,
      'line 8, row 7 "mail": email: This is not an e-mail address.',
      'line 9, row 8 "name": firstName: Use at most 150 characters.',
      'line 10, row 9 "hash": password: This has characters in it that can’t be shown.',
      'line 11, row 10 "when": date_joined: Invalid ISO datetime',
      /^Refused: line 12, row 11: username: .*; password: .*; date_joined: /m,
      'line 13, row 12: this is not a row with a model and fields',
      'line 14, row 13 "early": dateJoined: This is not in the years 1 to 9999.',
      'line 15, row 14 "late": lastLogin: This is not in the years 1 to 9999.',
    ];

    const first = await manage(['import-django', file], env);

    expect(first.stdout).toBe('3 imported, 0 here already, 13 refused.\n');
    expect(first.code).toBe(1);
    for (const refusal of refusals) {
      expect(first.stderr).toMatch(refusal);
    }
    const again = await manage(['import-django', file], env);
    expect(again.stdout).toBe('0 imported, 3 here already, 13 refused.\n');
    expect(again.stderr).toContain(refusals[0]);
  });

  test('leaves whole batches of a file that breaks off, names the line, and takes the rest when it is mended', async () => {
    const env = await open();
    const rows = Array.from({ length: 2500 }, (_, index) => row(`person${index}`, { is_staff: true }));
    const lines = rows.map((one) => JSON.stringify(one)).join(',\n');
    const at = lines.indexOf('person2400');
    const file = await fileOf(`[\n${lines.slice(0, at)}"`);

    const broken = await manage(['import-django', file], env);

    expect(broken.code).toBe(1);
    expect(broken.stdout).toBe('2000 imported, 0 here already, 0 refused.\n');
    const column = JSON.stringify(rows[2400]).indexOf('person2400') + 2;
    expect(broken.stderr).toMatch(new RegExp(`, line 2402, column ${column}: the file ends before its rows do\\.`));
    const mended = await manage(['import-django', await fileOf(`[${lines}]`)], env);
    expect(mended).toMatchObject({ code: 0, stdout: '500 imported, 2000 here already, 0 refused.\n' });
  });
});

test('a corrupt file is told by line and column, and no hash is quoted', async () => {
  const env = await onAny();
  const start = JSON.stringify([row('ada', { password: 'secret$hash' })], null, 1)
    .slice(0, -1)
    .trimEnd();
  const lines = start.split('\n').length;
  const cases: [string | Buffer, RegExp][] = [
    [`${start},\n "secret$hash" 5 ]`, new RegExp(`line ${lines + 1}, column 16: this is not the JSON`)],
    [`${start},\n x]`, new RegExp(`line ${lines + 1}, column 2: this is not the JSON`)],
    [`${start}] more`, /column 5: this is not the JSON/],
    ['{"model": "auth.user"}', /line 1, column 1: this is not the JSON/],
    ['', /line 1, column 1: the file ends/],
    [Buffer.from('\ufeff[]', 'utf16le'), /line 1, column 1: this is UTF-16/],
  ];
  for (const [content, message] of cases) {
    const { code, stdout, stderr } = await manage(['import-django', '-'], env, content);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(message) });
    expect(stderr).toMatch(/^standard input, line /);
    expect(stdout + stderr).not.toContain('secret');
  }
});

test('a dump may come by standard input, from a user model of one’s own, and in UTF-8 with a mark', async () => {
  const env = await onAny();
  const dump = `\ufeff${JSON.stringify([row('ada', {}, 'people.Person'), row('eve')])}`;

  const own = await manage(['import-django', '--model', 'people.person', '-'], env, dump);

  expect(own).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1 imported, .*\nLeft out: 1 auth\.user\.\n$/) });
  expect((await usersIn(env)).map(({ username }) => username)).toEqual(['ada']);
  const none = await manage(['import-django', await fileOf([row('ada', {}, 'other.user')])], env);
  expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('has no user of the model auth.user') });
});

test('dates without a time zone are taken as UTC, and a note says so', async () => {
  const env = await onAny();
  const file = await fileOf([row('ada', { date_joined: '2021-02-03T04:05:06' })]);

  const { code, stderr } = await manage(['import-django', file], { ...env, TZ: 'America/New_York' });

  expect(code).toBe(0);
  expect(stderr).toContain('Note: 1 × dates without a time zone');
  expect((await usersIn(env))[0]?.dateJoined).toEqual(new Date('2021-02-03T04:05:06Z'));
});

test('a file that can’t be read is named in one line', async () => {
  const env = await onAny();
  expect(await manage(['import-django', 'nowhere.json'], env)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'nowhere.json can’t be read (ENOENT).\n',
  });
  expect((await manage(['import-django', directory], env)).stderr).toBe(`${directory} can’t be read (EISDIR).\n`);
});

test('a terminal shows how far it is, a file doesn’t', async () => {
  const file = await fileOf(Array.from({ length: 1001 }, (_, index) => row(`person${index}`)));

  const { code, screen } = await manageInTerminal(['import-django', file], await onAny(), []);

  expect({ code, screen }).toEqual({ code: 0, screen: expect.stringContaining('\r1,000 rows') });
  expect((await manage(['import-django', file], await onAny())).stderr).not.toContain('rows');
});
