/**
 * How fast is it, beside what? `npm run bench` starts the built server in production, and what it is compared with, and
 * prints Markdown; README.md beside this file says what each figure means. Exit code 1: `--quick` has found a ratio that
 * is worse than its baseline by more than a quarter, a cost grows with the population, or an answer was wrong.
 */
import { writeFile } from 'node:fs/promises';
import { buildWhenStale } from '../server/test/server-process.ts';
import { holdAgainstBaseline } from './baseline.ts';
import { CASES } from './cases.ts';
import { requireWrk } from './load/wrk.ts';
import { machine } from './machine.ts';
import { type Options, readOptions, USAGE, UsageError } from './options.ts';
import { type Outcome, tableOf } from './outcome.ts';
import { installPeers } from './processes/peers.ts';
import { openRun, type Run } from './run.ts';

try {
  process.exitCode = await bench(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof UsageError ? `${error.message}\n\n${USAGE}` : (error as Error).stack}\n`);
  process.exitCode = 1;
}

async function bench(args: string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    print(USAGE);
    return 0;
  }
  const options = readOptions(args);
  requireWrk();
  buildWhenStale();
  if (options.peers) {
    installPeers();
  }
  const run = await openRun(options);
  const stop = () => void run.close().finally(() => process.exit(130));
  // npm and tsx each hand the signal on: it comes more than once.
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await measure(run);
  } finally {
    await run.close();
  }
}

async function measure(run: Run): Promise<number> {
  const { options, cores } = run;
  print(`${machine.story}\n${cores.story}\n`);
  const outcomes: Record<string, Outcome> = {};
  for (const name of options.cases) {
    const outcome = await CASES[name](run);
    outcomes[name] = outcome;
    print(tableOf(outcome));
  }
  await writeJson(options, outcomes);
  const failed = Object.values(outcomes).some((outcome) => outcome.failed) ? 1 : 0;
  return options.quick ? holdAgainstBaseline(run, outcomes, print) : failed;
}

async function writeJson(options: Options, outcomes: Record<string, Outcome>): Promise<void> {
  if (options.json) {
    const { json: _, ...asked } = options;
    const when = new Date().toISOString();
    await writeFile(options.json, `${JSON.stringify({ when, machine, options: asked, outcomes }, null, 2)}\n`);
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
