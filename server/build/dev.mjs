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
const watch = ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'server/main.ts'];
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

// The typed client follows its operations and the printed schema.
vite.watcher.add(['client/auth/operations', 'server/graphql/schema.graphql']);
vite.watcher.on('change', (path) => path.endsWith('.graphql') && generate('generate-code.ts'));

function generate(script) {
  return spawnSync(node, ['--import', 'tsx', `server/build/${script}`], { stdio: 'inherit' }).status;
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
