// `npm run dev`: the sources as they are. Vite serves the UI and reloads what changes in it; it hands what is the
// server's on to the server, which is started anew on every change. So the browser sees one origin, as in production.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer as createSocket } from 'node:net';
import { createServer } from 'vite';

if (existsSync('.env')) {
  process.loadEnvFile('.env');
}
const node = process.execPath;
const status = generate('generate.ts');
if (status !== 0) {
  process.exit(status ?? 1);
}

const {
  HOST: host = '127.0.0.1',
  PORT: port = '4000',
  PUBLIC_URL: publicUrl = `http://localhost:${port}`,
} = process.env;
const serverPort = await freePort();
// A new migration needs a new start, too: it is then that migrations are applied.
const watched = ['--clear-screen=false', '--include', 'prisma/migrations/**/*'];
const watch = ['node_modules/tsx/dist/cli.mjs', 'watch', ...watched, 'server/main.ts'];
const env = { ...process.env, HOST: '127.0.0.1', PORT: String(serverPort), PUBLIC_URL: publicUrl };
const target = { target: `http://127.0.0.1:${serverPort}`, configure: answerWhileAway };
const vite = await createServer({
  configFile: 'client/ui/vite.config.ts',
  logLevel: 'warn',
  server: {
    host,
    port: Number(port),
    strictPort: true,
    proxy: { '/graphql': target, '/healthz': target, '/readyz': target },
  },
});
await vite.listen();
// Only now: where the port is taken, Vite has said so, and nothing is left behind.
const server = spawn(node, watch, { stdio: 'inherit', env }).on('exit', (code) => process.exit(code ?? 0));
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => server.kill(signal));
}

// The printed schema follows the types, and the typed client both the schema and its operations.
vite.watcher.add(['client/auth/operations', 'server/graphql', 'server/accounts/profile-fields.ts']);
vite.watcher.on('change', (path) => {
  if (/client[/\\].*\.graphql$/.test(path)) {
    regenerate('generate-code.ts');
  } else if (/server[/\\](graphql|accounts)[/\\](?!generated).*\.ts$/.test(path)) {
    regenerate('generate.ts');
  }
});

function generate(script) {
  return spawnSync(node, ['--import', 'tsx', `server/build/${script}`], { stdio: 'inherit' }).status;
}

/** The same while everything runs: what goes wrong is said, and the next change may mend it. */
function regenerate(script) {
  spawn(node, ['--import', 'tsx', `server/build/${script}`], { stdio: 'inherit' });
}

/** While the server starts anew, a page gets what it would get from a service in trouble, and asks again. */
function answerWhileAway(proxy) {
  proxy.on('error', (_error, _request, response) => {
    if ('writeHead' in response && !response.headersSent) {
      response.writeHead(503, { 'retry-after': '1' }).end('The server is starting.\n');
    }
  });
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const socket = createSocket().once('error', reject);
    socket.listen(0, '127.0.0.1', () => {
      const { port: free } = socket.address();
      socket.close(() => resolve(free));
    });
  });
}
