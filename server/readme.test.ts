import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { environmentSchema } from './environment.ts';
import { ERROR_CODES } from './graphql/errors.ts';
import { HTTP_ERROR_CODES } from './http/http-error.ts';
import { SECRETS } from './secret-files.ts';
import { Agent } from './test/agent.ts';
import { copyProject, replaceIn } from './test/project-copy.ts';
import { startServer } from './test/server-process.ts';

const readme = await readFile('README.md', 'utf8');

function codeBlocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, code = '']) => code,
  );
}

/** The code block that begins with a file's path. */
function codeOf(path: string): string {
  const block = codeBlocks('ts').find((code) => code.startsWith(`// ${path}\n`));
  expect(block, path).toBeDefined();
  return String(block);
}

test('the configuration table names every variable', () => {
  const table = readme.slice(readme.indexOf('## Configuration'), readme.indexOf('## Going to production'));
  const names = [...Object.keys(environmentSchema.shape), ...SECRETS.map((name) => `${name}_FILE`)];
  expect(names.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
});

test('the table of errors names every code', () => {
  const codes = [...ERROR_CODES, ...HTTP_ERROR_CODES];
  expect(codes.filter((code) => !readme.includes(`\`${code}\``))).toEqual([]);
});

test('every file that the README links to is there', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path);
  expect(links.length).toBeGreaterThan(4);
  expect(links.filter((path) => !existsSync(path))).toEqual([]);
});

test('the transcript is what a server that has just been started answers', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'gatehouse-transcript-'));
  await using server = startServer({ DATA_DIR: directory });
  const curl = new Agent(await server.url());
  const turns = [...readme.matchAll(/^\$ gql '(.+)'\n(.+)$/gm)];

  for (const [, body = '', answer = ''] of turns) {
    const response = await curl.post(body, { accept: '*/*' });
    expect(await response.text(), body).toBe(answer);
  }

  expect(turns.length).toBeGreaterThan(5);
  server.signal('SIGTERM');
  await server.exit;
  await rm(directory, { recursive: true });
});

// Whoever has taken the example in has these as their own.
const isTaken = existsSync('server/graphql/types/note.ts');

test.skipIf(isTaken)(
  'the examples of a type and of a field of one’s own work as they are written, and the schema’s suites cover them',
  async () => {
    const project = await copyProject();
    try {
      await append(join(project, 'prisma/schema.prisma'), `\n${codeBlocks('prisma')[0]}`);
      await replaceIn(join(project, 'prisma/schema.prisma'), /^( {2}sessions\s+Session\[\])$/m, '$1\n  notes Note[]');
      await writeFile(join(project, 'server/graphql/types/note.ts'), codeOf('server/graphql/types/note.ts'));
      await writeFile(join(project, 'server/test/notes.test.ts'), codeOf('server/test/notes.test.ts'));
      await replaceIn(
        join(project, 'server/graphql/schema.ts'),
        "import './types/user.ts';",
        "$&\nimport './types/note.ts';",
      );

      await insertAfter(join(project, 'prisma/schema.prisma'), /^ {2}lastName .*$/m, edit('prisma/schema.prisma'));
      await insertAfter(
        join(project, 'server/graphql/types/user.ts'),
        /^ {4}lastName: .*$/m,
        edit('server/graphql/types/user.ts'),
      );
      await insertAfter(
        join(project, 'server/accounts/profile-fields.ts'),
        /^ {2}lastName: .*$/m,
        edit('server/accounts/profile-fields.ts'),
      );
      await writeFile(join(project, 'server/test/bio.test.ts'), BIO_TEST);

      // None of these suites runs the built server.
      await replaceIn(join(project, 'vitest.config.ts'), "'server/test/build.ts', ", '');

      run(project, 'server/build/new-migration.ts', 'notes');
      run(project, 'server/build/generate.ts');
      const sdl = await readFile(join(project, 'server/graphql/schema.graphql'), 'utf8');
      expect(sdl).toContain('notes: [Note!]! @authenticated');

      const report = runSuites(project, ['notes', 'bio', 'guarded-fields', 'hostile-input', 'schema.test']);
      expect(report.failed).toEqual([]);
      expect(report.passed).toContain('a note shows its author to others, and the author’s e-mail to nobody else');
      expect(report.passed.filter((title) => /'Query\.notes' answers UNAUTHENTICATED/.test(title))).toHaveLength(9);
      expect(report.passed).toContain("'Mutation.addNote' takes whatever is written to 'text'");
      expect(report.passed).toContain('the profile has a bio');
      expect(report.passed).toContain("'Mutation.updateProfile' takes whatever is written to 'input.bio'");
    } finally {
      await rm(project, { recursive: true });
    }
  },
  180_000,
);

/** The tests that come of the examples; the others have run where they are at home. */
const OURS = '[nN]ote|bio';

/** One of the three edits, as the README has it: in which file, and the line. */
function edit(path: string): string {
  const [, line] = readme.match(new RegExp(`^- .*\`${path}\`: \`(.+)\`$`, 'm')) ?? [];
  expect(line, path).toBeDefined();
  return String(line);
}

const BIO_TEST = `
import { expect, test } from 'vitest';
import { ada } from './people.ts';
import { startTestApp } from './test-app.ts';

test('the profile has a bio', async () => {
  await using app = await startTestApp();
  const browser = await app.signedUp(ada);

  expect(await browser.updateProfile({ bio: ' Analyst ' })).toMatchObject({ __typename: 'UpdateProfileSuccess' });
  expect(await browser.updateProfile({ bio: 'x'.repeat(501) })).toMatchObject({ issues: [{ field: 'bio', limit: 500 }] });
  expect((await browser.send('{ me { bio firstName } }')).data?.me).toEqual({ bio: 'Analyst', firstName: 'Ada' });
});
`;

async function insertAfter(path: string, where: RegExp, line: string): Promise<void> {
  await replaceIn(path, where, `$&\n${line}`);
}

async function append(path: string, text: string): Promise<void> {
  await writeFile(path, (await readFile(path, 'utf8')) + text);
}

/** A process as a person would start it, not one that believes itself inside this test run. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/VITEST|NODE_ENV|STORES/.test(name)));
}

function run(project: string, ...args: string[]): void {
  const options = { cwd: project, env: environment(), encoding: 'utf8' as const };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', ...args], options);
  expect(status, stdout + stderr).toBe(0);
}

function runSuites(project: string, suites: string[]): { passed: string[]; failed: string[] } {
  const output = join(project, 'report.json');
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'embedded', '--project', 'units'];
  const args = [...vitest, '--reporter', 'json', '--outputFile', output, '--testNamePattern', OURS, ...suites];
  const { stderr } = spawnSync(process.execPath, args, { cwd: project, env: environment(), encoding: 'utf8' });
  const report = JSON.parse(execFileSync('cat', [output], { encoding: 'utf8' }));
  expect(report.numTotalTests, stderr).toBeGreaterThan(0);
  const tests = report.testResults.flatMap(({ assertionResults }: any) => assertionResults);
  const titles = (status: string) =>
    tests
      .filter((one: any) => one.status === status)
      .map(({ title, failureMessages }: any) => [title, ...failureMessages].join('\n'));
  return { passed: titles('passed'), failed: titles('failed') };
}
