import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { SECOND } from '../../time.ts';

const run = promisify(execFile);

/** A store's server that tests may treat badly. It always comes back on the same port, with the folder it had. */
export interface StoreProcess extends AsyncDisposable {
  /** Starts it, where it isn't running, and waits until it answers. */
  start(): Promise<void>;
  /** The process and its children end at once, as by SIGKILL or the loss of power. */
  kill(): Promise<void>;
  /** It hangs: connections are taken, and nothing is answered. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Copies its folder as it is in this instant. */
  snapshot(): Promise<Snapshot>;
  /** Kills it and starts it on an older folder. */
  restore(snapshot: Snapshot): Promise<void>;
}

/** A copy of a store's folder, which goes with the store. */
export interface Snapshot {
  readonly folder: string;
}

export interface StoreProgram {
  command: string;
  args: string[];
  /** Where it keeps its data; it is removed in the end. */
  folder: string;
  user?: { uid: number; gid: number } | undefined;
  /** Resolves when the server has answered, and rejects while it doesn't. */
  ask(): Promise<unknown>;
}

const STARTS_WITHIN = 30 * SECOND;

/** Makes a process of a program that isn't started yet. */
export function createStoreProcess({ command, args, folder, user, ask }: StoreProgram): StoreProcess {
  let child: ChildProcess | undefined;
  let output = '';
  const snapshots: Snapshot[] = [];

  const endWithTests = () => void child?.kill('SIGKILL');
  atExit(endWithTests);

  async function start(): Promise<void> {
    if (child) {
      return;
    }
    const started = spawn(command, args, { ...user, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (chunk) => {
        output = (output + chunk).slice(-10_000);
      });
    }
    const until = Date.now() + STARTS_WITHIN;
    for (let error = await faultOf(ask); error; error = await faultOf(ask)) {
      if (started.exitCode !== null || started.signalCode !== null || Date.now() > until) {
        throw new Error(`${command} didn't start: ${error}\n${output}`);
      }
      await sleep(20);
    }
  }

  async function signal(name: NodeJS.Signals): Promise<void> {
    for (const pid of child?.pid ? await familyOf(child.pid) : []) {
      endedAlready(() => process.kill(pid, name));
    }
  }

  async function kill(): Promise<void> {
    if (child) {
      const ended = once(child, 'exit');
      // One that is stopped starts no other child while they are counted.
      child.kill('SIGSTOP');
      await signal('SIGKILL');
      await ended;
      child = undefined;
    }
  }

  return {
    start,
    kill,
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async snapshot() {
      const copy = { folder: await mkdtemp(join(tmpdir(), 'gatehouse-snapshot-')) };
      snapshots.push(copy);
      await signal('SIGSTOP');
      await run('cp', ['-a', `${folder}/.`, copy.folder]);
      await signal('SIGCONT');
      return copy;
    },
    async restore(snapshot) {
      await kill();
      for (const name of await readdir(folder)) {
        await rm(join(folder, name), { recursive: true });
      }
      await run('cp', ['-a', `${snapshot.folder}/.`, folder]);
      await start();
    },
    async [Symbol.asyncDispose]() {
      ENDINGS.delete(endWithTests);
      await kill();
      for (const gone of [folder, ...snapshots.map((snapshot) => snapshot.folder)]) {
        await rm(gone, { recursive: true, force: true });
      }
    },
  };
}

const ENDINGS = new Set<() => void>();
let listens = false;

/** Tests that are broken off leave no server behind. */
function atExit(end: () => void): void {
  if (!listens) {
    listens = true;
    process.once('exit', () => {
      for (const each of ENDINGS) {
        each();
      }
    });
  }
  ENDINGS.add(end);
}

/** A port of 127.0.0.1 on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function faultOf(ask: () => Promise<unknown>): Promise<string | null> {
  try {
    await ask();
    return null;
  } catch (error) {
    return String(error);
  }
}

/** A process and all its children: each of PostgreSQL's is in a group of its own. */
async function familyOf(pid: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  const rows = stdout.trim().split('\n');
  const processes = rows.map((row) => row.trim().split(/\s+/).map(Number) as [number, number]);
  const family = [pid];
  for (const member of family) {
    family.push(...processes.filter(([, parent]) => parent === member).map(([child]) => child));
  }
  return family;
}

function endedAlready(send: () => void): void {
  try {
    send();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}
