import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pinned } from '../cores.ts';
import { ask } from '../load/ask.ts';
import { isRight, type Target } from '../load/target.ts';

/** A program under measurement, in a process of its own. */
export interface Started extends AsyncDisposable {
  pid: number;
  /** From its spawning to the first right answer, in milliseconds. */
  startUp: number;
  /** Resident memory, in bytes. */
  memory(): number;
}

export interface Program {
  name: string;
  script: string;
  env: Record<string, string>;
  cores: string | null;
  /** Where its log goes. */
  directory: string;
  /** What it answers once it can; asked until it does. */
  probe: Target;
}

const MOST_START_UP = 30_000;
const BETWEEN_PROBES = 2;

/** Starts a program and waits for its first right answer. @throws with what it said, where there is none */
export async function start({ name, script, env, cores, directory, probe }: Program): Promise<Started> {
  const logFile = join(directory, `${name.replace(/\W+/g, '-')}.log`);
  const log = openSync(logFile, 'a');
  const [command, args] = pinned(cores, process.execPath, [script]);
  const began = performance.now();
  // taskset becomes the program: the process is that of Node.
  const child = spawn(command, args, { env: { ...INHERITED, ...env }, stdio: ['ignore', log, log] });
  closeSync(log);
  const exit = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGKILL');
    await exit;
  };
  try {
    await firstRightAnswer(probe, () => child.exitCode !== null || child.signalCode !== null);
  } catch (error) {
    await stop();
    throw new Error(`${name}: ${(error as Error).message}\n${readFileSync(logFile, 'utf8').slice(-3000)}`);
  }
  const startUp = performance.now() - began;
  const pid = child.pid as number;
  return { pid, startUp, memory: () => residentMemory(pid), [Symbol.asyncDispose]: stop };
}

/** Nothing else of this process's environment is known to what it measures. */
const INHERITED = { PATH: process.env.PATH ?? '', NODE_ENV: 'production' };

async function firstRightAnswer(probe: Target, hasEnded: () => boolean): Promise<void> {
  let last = 'nothing listened';
  for (const end = performance.now() + MOST_START_UP; performance.now() < end; await sleep(BETWEEN_PROBES)) {
    if (hasEnded()) {
      throw new Error('it ended before it answered');
    }
    try {
      const { status, body } = await ask(probe);
      if (isRight(probe, status, body)) {
        return;
      }
      last = `${status} ${body.slice(0, 300)}`;
    } catch (error) {
      last = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    }
  }
  throw new Error(`no right answer within ${MOST_START_UP / 1000} s; the last: ${last}`);
}

function residentMemory(pid: number): number {
  const kilobytes = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s*(\d+) kB/m)?.[1];
  return Number(kilobytes) * 1024;
}

/** A port of this machine's own that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
