import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFailed, test } from 'vitest';
import { ada } from '../../server/test/people.ts';
import { copyProject, replaceIn } from '../../server/test/project-copy.ts';
import { type Visitor, visit } from './visitor.ts';

test('npm run dev serves the sources through one origin, and shows a change without a reload', async () => {
  const project = await copyProject();
  // Made anew, it would be the same: what is tested begins after that.
  for (const generated of ['server/database/generated', 'server/graphql/generated']) {
    await cp(generated, join(project, generated), { recursive: true });
  }
  // The packages are outside of the copy, and Vite serves nothing from outside.
  await replaceIn(
    join(project, 'client/ui/vite.config.ts'),
    'plugins:',
    'server: { fs: { strict: false } },\n  plugins:',
  );
  const port = await freePort();
  const env = { PATH: process.env.PATH, PORT: String(port), DATA_DIR: join(project, 'data'), BCRYPT_COST: '10' };
  const dev = spawn(process.execPath, ['server/build/dev.mjs'], { cwd: project, env });
  try {
    let output = '';
    onTestFailed(() => void process.stdout.write(output));
    for (const stream of [dev.stdout, dev.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    // The first start makes the typed client and the database.
    await expect.poll(() => output, { timeout: 80_000 }).toContain(`Pages        http://localhost:${port}\n`);

    await using visitor = await visit(`http://localhost:${port}`);
    await visitor.signUp(ada);
    await visitor.page.evaluate(() => {
      document.body.dataset.sameDocument = 'true';
    });
    await replaceIn(join(project, 'client/ui/pages/home.tsx'), 'Member since', 'With us since');

    await visitor.sees('With us since');
    expect(await visitor.page.locator('body').getAttribute('data-same-document')).toBe('true');
    await visitor.arrivesAt('Hello, Ada');

    // A change of the server starts it anew, under the open page.
    await replaceIn(join(project, 'server/accounts/email.ts'), 'This is not an e-mail address.', 'No address, this.');
    await expect.poll(() => shows(visitor, '/profile', 'Profile'), { timeout: 60_000 }).toBe(true);
    await expect
      .poll(
        async () => {
          await visitor.fill({ 'E-mail': 'nowhere' });
          await visitor.press('Save');
          await visitor.page.waitForTimeout(300);
          return visitor.page.locator('main').innerText();
        },
        { timeout: 40_000, interval: 500 },
      )
      .toContain('No address, this.');
  } finally {
    const exit = once(dev, 'exit');
    dev.kill('SIGTERM');
    await exit;
    await rm(project, { recursive: true, maxRetries: 5 });
  }
}, 180_000);

test('on a taken port npm run dev says so and leaves nothing behind', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as { port: number };
  const directory = join(tmpdir(), `gatehouse-dev-${port}`);
  const env = { PATH: process.env.PATH, PORT: String(port), DATA_DIR: directory };
  const dev = spawn(process.execPath, ['server/build/dev.mjs'], { env });
  let output = '';
  dev.stderr.on('data', (chunk) => {
    output += chunk;
  });

  expect(await once(dev, 'exit')).toEqual([1, null]);
  expect(output).toContain(`Port ${port} is already in use`);
  expect(existsSync(directory)).toBe(false);
  holder.close();
});

/** A start may take longer than a page asks again by itself. */
async function shows(visitor: Visitor, path: string, heading: string): Promise<boolean> {
  await visitor.open(path);
  return visitor.arrivesAt(heading).then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}
