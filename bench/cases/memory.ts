import { setTimeout as sleep } from 'node:timers/promises';
import type { Target } from '../load/target.ts';
import { figure, type Outcome } from '../outcome.ts';
import type { Run } from '../run.ts';

/** When it is looked at: after so many requests. The last one shows whether it stays flat after the million. */
const READINGS = [0, 10_000, 250_000, 500_000, 750_000, 1_000_000, 1_250_000];
/** What is only due after an answer may still be going on. */
const SETTLING = 2000;
const SLICE_SECONDS = 2;

interface Reading {
  requests: number;
  bytes: number;
}

/** Resident memory of the process, idle and after many `me` with a session. */
export async function measureMemory(run: Run): Promise<Outcome> {
  const { own, peers, bare } = run.kinds;
  const readings = await readOwn(run);
  const others = new Map<string, number>();
  for (const kind of [...bare, ...peers]) {
    const program = await run.launch(kind);
    await sleep(SETTLING);
    others.set(kind.name, program.memory());
    await program[Symbol.asyncDispose]();
  }
  return {
    title: 'memory',
    columns: ['', 'requests before', 'resident, MB'],
    rows: [
      ...readings.map(({ requests, bytes }) => [own.name, requests.toLocaleString('en'), megabytes(bytes)]),
      ...[...others].map(([name, bytes]) => [name, '0', megabytes(bytes)]),
    ],
    notes: ['`me` with a session. Idle is after the start and the first answers, without any load.'],
    ratios: [],
    figures: { readings, others: Object.fromEntries(others) },
  };
}

async function readOwn(run: Run): Promise<Reading[]> {
  await using program = await run.prepare(run.kinds.own);
  const readings: Reading[] = [];
  let requests = 0;
  for (const due of READINGS) {
    while (requests < due) {
      requests += (await run.load(program.requests.me as Target, { seconds: SLICE_SECONDS })).requests;
    }
    await sleep(SETTLING);
    readings.push({ requests, bytes: program.memory() });
  }
  return readings;
}

function megabytes(bytes: number): string {
  return figure(Math.round(bytes / 1e6));
}
