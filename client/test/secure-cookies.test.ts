import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { expect, test } from 'vitest';
import { ada } from '../../server/test/people.ts';
import { startUi } from './ui.ts';
import { visit } from './visitor.ts';

/** What a service behind a proxy with TLS is to a browser. The proxy only deciphers. */
async function startBehindTls() {
  let target = 0;
  const proxy = createServer(await certificate(), (socket) => {
    const behind = connect(target, '127.0.0.1');
    socket.pipe(behind).pipe(socket);
    socket.on('error', () => behind.destroy());
    behind.on('error', () => socket.destroy());
  });
  const url = `https://localhost:${await listen(proxy)}`;
  const app = await startUi({ publicUrl: new URL(url) });
  target = Number(new URL(app.url).port);
  return {
    url,
    async [Symbol.asyncDispose]() {
      proxy.close();
      await app[Symbol.asyncDispose]();
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** One that nobody trusts; the browser is told not to mind. */
async function certificate(): Promise<{ key: Buffer; cert: Buffer }> {
  const directory = await mkdtemp(join(tmpdir(), 'gatehouse-tls-'));
  const [key, cert] = [join(directory, 'key'), join(directory, 'cert')];
  const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  execFileSync('openssl', ['req', ...made, '-subj', '/CN=localhost', '-keyout', key, '-out', cert], { stdio: 'pipe' });
  const files = { key: await readFile(key), cert: await readFile(cert) };
  await rm(directory, { recursive: true });
  return files;
}

// Where there is no openssl, there is no certificate; CI has it.
const canEncipher = process.env.CI === 'true' || spawnSync('openssl', ['version']).status === 0;

test.runIf(canEncipher)(
  'over TLS a browser keeps the __Host- cookies, and a logout really clears the session’s',
  async () => {
    await using service = await startBehindTls();
    await using visitor = await visit(service.url, { ignoreHTTPSErrors: true });
    const cookies = async () => (await visitor.context.cookies()).map(({ name }) => name).sort();

    await visitor.signUp(ada);
    expect(await cookies()).toEqual(['__Host-gatehouse', '__Host-gatehouse-device']);
    for (const cookie of await visitor.context.cookies()) {
      expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax', path: '/', domain: 'localhost' });
    }

    await visitor.press('Log out');
    await visitor.arrivesAt('Welcome');
    expect(await cookies()).toEqual(['__Host-gatehouse-device']);
    await visitor.open('/profile');
    await visitor.arrivesAt('Log in');

    await visitor.logIn(ada);
    expect(await cookies()).toEqual(['__Host-gatehouse', '__Host-gatehouse-device']);
  },
);
