import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ada } from '../../server/test/people.ts';
import { startTestApp } from '../../server/test/test-app.ts';
import { visit } from './visitor.ts';

const scratch = await mkdtemp(join(tmpdir(), 'gatehouse-scratch-'));
const root = JSON.parse(await readFile('package.json', 'utf8'));
const readme = await readFile('client/README.md', 'utf8');

/** A code block of the client's README, by the path that it begins with. */
function codeOf(path: string): string {
  const [, code] = readme.match(new RegExp(`^\`\`\`tsx?\\n// ${path}\\n([\\s\\S]*?)^\`\`\``, 'm')) ?? [];
  expect(code, path).toBeDefined();
  return String(code);
}

/** Somebody else's app: the README's start, a page without React, and lines that must not compile. */
const FILES: Record<string, string> = {
  'index.html': '<!doctype html><div id="root"></div><script type="module" src="/src/main.tsx"></script>',
  'plain.html': '<!doctype html><script type="module" src="/src/plain.ts"></script>',
  'src/main.tsx': codeOf('src/main.tsx'),
  'src/plain.ts': `
    import { createAuthClient } from '@gatehouse/client';
    const auth = createAuthClient({ url: location.hash.slice(1) });
    const { data, error } = await auth.login({ username: 'ada', password: '${ada.password}' });
    document.title = [data?.__typename ?? error?.kind, (await auth.refresh()).viewer?.username].join(' ');
  `,
  'ten.html': '<!doctype html><div id="root"></div><script type="module" src="/src/ten-lines.tsx"></script>',
  'src/ten-lines.tsx': codeOf('src/ten-lines.tsx'),
  'src/dialog.tsx': codeOf('src/dialog.tsx'),
  'src/replay.tsx': `
    import { createAuthClient } from '@gatehouse/client';
    import { AuthProvider, useUpdateProfile, useViewer } from '@gatehouse/client/react';
    import { createRoot } from 'react-dom/client';
    import { Dialog } from './dialog.tsx';
    function Rename() {
      const { viewer } = useViewer();
      const [, save] = useUpdateProfile();
      return <button onClick={() => void save({ firstName: 'Augusta' })}>Rename {viewer?.firstName}</button>;
    }
    const root = createRoot(document.getElementById('root')!);
    root.render(<AuthProvider auth={createAuthClient()}><Rename /><Dialog /></AuthProvider>);
  `,
  'replay.html': '<!doctype html><div id="root"></div><script type="module" src="/src/replay.tsx"></script>',
  'src/routes.tsx': codeOf('src/routes.tsx'),
  'src/pages.tsx': `
    export const Home = () => <h1>Home</h1>;
    export const LoginPage = () => <h1>Sign in</h1>;
    export const Notes = () => <h1>Notes</h1>;
  `,
  'routed.html': '<!doctype html><div id="root"></div><script type="module" src="/src/routed.tsx"></script>',
  'src/routed.tsx': `
    import { createRoot } from 'react-dom/client';
    import { App } from './routes.tsx';
    createRoot(document.getElementById('root')!).render(<App />);
  `,
  'data.html': '<!doctype html><div id="root"></div><script type="module" src="/src/data.tsx"></script>',
  'src/data.tsx': `
    import { createAuthClient } from '@gatehouse/client';
    import { AuthProvider, RequireViewer } from '@gatehouse/client/react';
    import { createRoot } from 'react-dom/client';
    import { createBrowserRouter, Outlet, RouterProvider } from 'react-router';
    const auth = createAuthClient();
    const Accounts = () => (
      <AuthProvider auth={auth} paths={{ login: '/sign-in' }} navigate={(path) => router.navigate(path, { replace: true })}>
        <Outlet />
      </AuthProvider>
    );
    const router = createBrowserRouter([
      {
        element: <Accounts />,
        children: [
          { path: '/notes', element: <RequireViewer><h1>Notes</h1></RequireViewer> },
          { path: '/sign-in', element: <h1>Sign in</h1> },
        ],
      },
    ]);
    createRoot(document.getElementById('root')!).render(<RouterProvider router={router} />);
  `,
  'src/types.ts': `
    import { type AuthClient, fieldIssues, type SignupInput } from '@gatehouse/client';
    export const right = fieldIssues<SignupInput>({}).username;
    // @ts-expect-error -- misspelt
    export const wrong = fieldIssues<SignupInput>({}).usrname;
    // @ts-expect-error -- no such operation: the types are there, and not any
    export const missing = (auth: AuthClient) => auth.logon;
  `,
  'vite.config.ts': `
    export default { build: { rollupOptions: { input: ['index.html', 'ten.html', 'plain.html', 'routed.html', 'data.html', 'replay.html'] } }, oxc: { jsx: { runtime: 'automatic' } } };
  `,
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'ES2022',
      lib: ['ES2023', 'DOM'],
      module: 'ESNext',
      moduleResolution: 'bundler',
      jsx: 'react-jsx',
      strict: true,
      allowImportingTsExtensions: true,
      noEmit: true,
      types: [],
    },
    include: ['src'],
  }),
};

function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: scratch, encoding: 'utf8', env: { ...process.env, NODE_ENV: undefined } });
}

beforeAll(async () => {
  const pack = ['--import', 'tsx', 'server/build/pack-client.ts', scratch];
  const tarball = execFileSync(process.execPath, pack, { encoding: 'utf8' }).trim().split('\n').at(-1);
  const {
    react,
    'react-dom': reactDom,
    urql,
    '@urql/core': core,
    graphql,
    'react-router': router,
    vite,
    typescript,
  } = {
    ...root.devDependencies,
    ...root.dependencies,
  };
  const types = {
    '@types/react': root.devDependencies['@types/react'],
    '@types/react-dom': root.devDependencies['@types/react-dom'],
  };
  const dependencies = {
    '@gatehouse/client': `file:${tarball}`,
    react,
    'react-dom': reactDom,
    urql,
    '@urql/core': core,
    graphql,
    'react-router': router,
    vite,
    typescript,
    ...types,
  };
  FILES['package.json'] = JSON.stringify({ name: 'scratch', private: true, type: 'module', dependencies });
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(scratch, path)), { recursive: true });
    await writeFile(join(scratch, path), text);
  }
  run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error');
}, 120_000);

afterAll(() => rm(scratch, { recursive: true }));

test('installed into another app, its types hold and it builds', async () => {
  run('npx', 'tsc', '-p', '.');
  run('npx', 'vite', 'build', '--logLevel', 'warn');
  await writeFile(join(scratch, 'dist/pages.json'), '["/", "/notes", "/sign-in"]');
});

test('the README’s start logs in and out', async () => {
  await using app = await startTestApp({ uiDirectory: join(scratch, 'dist') });
  await app.signedUp(ada);
  await using visitor = await visit(app.url);
  const { page } = visitor;
  await visitor.open('/');
  await page.getByLabel('Username').fill('ada');
  await page.getByLabel('Password').fill('wrong');
  await visitor.press('Log in');
  await visitor.sees('The username or the password is wrong.');
  await page.getByLabel('Password').fill(ada.password);
  await visitor.press('Log in');
  await visitor.press('Log out ada');
  await page.getByRole('button', { name: 'Log in' }).waitFor();
});

test('ten lines know who is signed in', async () => {
  await using app = await startTestApp({ uiDirectory: await asIndex(await readFile(join(scratch, 'dist/ten.html'))) });
  await app.signedUp(ada);
  await using visitor = await visit(app.url);
  visitor.page.on('dialog', (dialog) => dialog.accept(dialog.message() === 'Username' ? 'ada' : ada.password));
  await visitor.open('/');
  await visitor.page.getByRole('button', { name: 'Log in' }).click();
  await visitor.sees('Hello, ada');
});

test('the README’s dialog lets what was refused go on', async () => {
  const uiDirectory = await asIndex(await readFile(join(scratch, 'dist/replay.html')));
  await using app = await startTestApp({ uiDirectory });
  const agent = await app.signedUp(ada);
  await using visitor = await visit(app.url);
  const [name = '', value = ''] = String(agent.cookie).split('=');
  await visitor.context.addCookies([{ name, value, url: app.url }]);
  await visitor.open('/');
  await visitor.page.getByRole('button', { name: 'Rename Ada' }).waitFor();
  await visitor.context.clearCookies();
  await visitor.press('Rename Ada');
  await visitor.page.getByLabel('Password').fill(ada.password);
  await visitor.press('Go on');

  await visitor.page.getByRole('button', { name: 'Rename Augusta' }).waitFor();
  expect(await visitor.page.getByRole('dialog').count()).toBe(0);
});

test.each(['routed.html', 'data.html'])('the guards go where the router of %s goes', async (page) => {
  const uiDirectory = await asIndex(await readFile(join(scratch, 'dist', page)));
  await using app = await startTestApp({ uiDirectory });
  await using visitor = await visit(app.url);

  await visitor.open('/notes');

  await visitor.arrivesAt('Sign in');
  expect(visitor.path()).toBe('/sign-in?next=%2Fnotes');
});

test('a page without React, of another origin on the same site, logs in where it is allowed', async () => {
  const page = await readFile(join(scratch, 'dist/plain.html'));
  expect(String(page)).not.toMatch(/react/i);
  await using front = await startTestApp({ uiDirectory: await asIndex(page) });
  await using allowed = await startTestApp({ allowedOrigins: [front.url] });
  await allowed.signedUp(ada);
  await using visitor = await visit(front.url, { bypassCSP: true });

  await visitor.open(`/#${allowed.url}/graphql`);

  await expect.poll(() => visitor.page.title()).toBe('LoginSuccess ada');
});

/** The same build with another page at its root. */
async function asIndex(page: Buffer): Promise<string> {
  await writeFile(join(scratch, 'dist/index.html'), page);
  return join(scratch, 'dist');
}

test('the package asks for the very versions that it is tested with, and has the project’s version', async () => {
  const client = JSON.parse(await readFile('client/auth/package.json', 'utf8'));
  expect(client.version).toBe(root.version);
  expect(root.devDependencies).toMatchObject(client.dependencies);
  const { urql, '@urql/core': core } = client.peerDependencies;
  expect([urql, core]).toEqual([`^${root.devDependencies.urql}`, `^${root.devDependencies['@urql/core']}`]);
});
