import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Sessions } from './sessions.ts';
import { sweepRegularly } from './sweeper.ts';

test('sweeping goes on after a store’s fault, and stops when it is told to', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  let sweeps = 0;
  const sweep = async () => {
    sweeps += 1;
    if (sweeps === 1) {
      throw new Error('the store is away');
    }
  };
  const stop = new AbortController();

  const sweeping = sweepRegularly({ sweep } as unknown as Sessions, log, stop.signal, { first: 1, next: 1 });
  while (sweeps < 3) {
    await sleep(1);
  }
  stop.abort();
  await sweeping;

  expect(lines.join()).toContain('expired sessions could not be removed');
  expect(lines).toHaveLength(1);
});
