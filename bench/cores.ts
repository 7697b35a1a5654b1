import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Where the parts of a run work; null where nothing can be pinned, and the system decides. */
export interface Cores {
  /** The one core of whatever is measured. */
  server: string | null;
  /** Two cores, for what is measured on two. */
  two: string | null;
  /** The load generator's, and this process's. */
  load: string | null;
  /** What was decided, for people. */
  story: string;
}

/** Gives the server the first core and the load the second, of those that this process may use. */
export function chooseCores(): Cores {
  if (spawnSync('taskset', ['--version']).error) {
    const story = 'Nothing is pinned: there is no taskset here. Server and load share all cores as the system decides.';
    return { server: null, two: null, load: null, story };
  }
  const [first, second, third] = allowedCores();
  if (first === undefined || second === undefined) {
    return { server: null, two: null, load: null, story: 'Nothing is pinned: there is one core, and all share it.' };
  }
  const load = third ?? second;
  const rest = 'PostgreSQL and Redis run where the system puts them.';
  const story = `What is measured runs on core ${first}, the load on core ${load}. ${rest}`;
  return { server: String(first), two: `${first},${second}`, load: String(load), story };
}

/** Moves this process, and whatever it starts from now on, to a core. */
export function moveTo(cores: string | null): void {
  if (cores !== null) {
    spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, String(process.pid)]);
  }
}

/** A command that runs on these cores alone, its threads too. */
export function pinned(cores: string | null, command: string, args: string[]): [string, string[]] {
  return cores === null ? [command, args] : ['taskset', ['--cpu-list', cores, command, ...args]];
}

/** Written like `0-3,8`. */
function allowedCores(): number[] {
  const status = readFileSync('/proc/self/status', 'utf8');
  const list = status.match(/^Cpus_allowed_list:\s*(\S+)/m)?.[1] ?? '';
  return list.split(',').flatMap((range) => {
    const [from = 0, to = from] = range.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}
