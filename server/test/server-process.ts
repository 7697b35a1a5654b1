import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { isFresh } from '../build/fingerprint.mjs';
import { BUILD_INPUTS, BUILD_STAMP } from '../build/inputs.mjs';
import { NODE_FLAGS } from './node-flags.ts';

/** Builds dist/ where it is stale, as `npm start` does. */
export function buildWhenStale(): void {
  if (!isFresh(BUILD_STAMP, BUILD_INPUTS)) {
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'server/build/build.ts']);
    if (status !== 0) {
      throw new Error(String(stderr));
    }
  }
}

/** The built server as a process of its own, with this environment and no other. */
export interface ServerProcess extends AsyncDisposable {
  output(): string;
  /** Waits for a text on standard output or standard error. */
  saying(text: string | RegExp): Promise<string[]>;
  /** Where it listens; waits for it to be ready. */
  url(): Promise<string>;
  signal(name: NodeJS.Signals): void;
  /** Its exit code; null where a signal ended it. */
  exit: Promise<number | null>;
}

/** `release` is the folder that dist/ and prisma/ are in. */
export function startServer(env: Record<string, string>, release = '.'): ServerProcess {
  const main = join(release, 'dist/main.js');
  const child = spawn(process.execPath, [...NODE_FLAGS, main], { env: { PORT: '0', ...env } });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const exit = once(child, 'exit').then(([code]) => code as number | null);

  async function saying(text: string | RegExp, within = 20_000): Promise<string[]> {
    for (const until = Date.now() + within; Date.now() < until; ) {
      const match = typeof text === 'string' ? output.includes(text) && [text] : output.match(text);
      if (match) {
        return match;
      }
      await pause();
    }
    throw new Error(`the server didn't say ${text}, but: ${output}`);
  }

  return {
    output: () => output,
    saying,
    async url() {
      // An embedded database that is new may take long on a busy machine; the test's own time ends the wait.
      const [, port] = await saying(/(?:localhost:|"port":)(\d+)/, 60_000);
      const url = `http://127.0.0.1:${port}`;
      while ((await fetch(`${url}/readyz`)).status !== 200) {
        await pause();
      }
      return url;
    },
    signal: (name) => void child.kill(name),
    exit,
    [Symbol.asyncDispose]: () => end(child, exit),
  };
}

async function end(child: ChildProcess, exit: Promise<unknown>): Promise<void> {
  child.kill('SIGKILL');
  await exit;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 25));
}
