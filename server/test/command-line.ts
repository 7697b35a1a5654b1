import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { NODE_FLAGS } from './node-flags.ts';

/** What a command left behind: its exit code and what it wrote. */
export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

type Environment = Record<string, string>;

/** Runs the built command line as a process of its own, with this environment and no other, and nobody to ask. */
export async function manage(args: string[], env: Environment, input?: string | Buffer): Promise<Outcome> {
  const child = spawn(process.execPath, [...NODE_FLAGS, 'dist/manage.js', ...args], { env });
  const outcome: Outcome = { code: null, stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    outcome.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    outcome.stderr += chunk;
  });
  child.stdin.on('error', () => undefined).end(input);
  [outcome.code] = await once(child, 'close');
  return outcome;
}

/** What is typed when a prompt shows. */
export type Answers = [prompt: string, typed: string][];

/** The same in a terminal, by a person who answers what is asked; `meanwhile` runs after the last answer but one. */
export async function manageInTerminal(
  args: string[],
  env: Environment,
  answers: Answers,
  meanwhile: () => void = () => undefined,
): Promise<{ code: number | null; screen: string }> {
  const command = [process.execPath, ...NODE_FLAGS, 'dist/manage.js', ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { ...env, PATH: process.env.PATH ?? '', TERM: 'dumb' },
  });
  const waiting = [...answers];
  let screen = '';
  let seen = 0;
  child.stdout.on('data', (chunk) => {
    screen += chunk;
    const [prompt, typed] = waiting[0] ?? [];
    const at = prompt === undefined ? -1 : screen.indexOf(prompt, seen);
    if (at >= 0) {
      seen = screen.length;
      waiting.shift();
      if (waiting.length === 0) {
        meanwhile();
      }
      child.stdin.write(typed);
    }
  });
  const [code] = await once(child, 'close');
  return { code, screen };
}
