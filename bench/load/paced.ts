import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from './ask.ts';
import { isRight, type Target } from './target.ts';

/**
 * Asks at a fixed pace, whether or not the answers before have come. Each latency counts from when the request was due,
 * so that a server which stands still is charged with every request that it keeps waiting (no coordinated omission).
 * @throws where an answer wasn't the right one
 */
export async function paced(target: Target, perSecond: number, until: number): Promise<number[]> {
  const answers: Promise<number>[] = [];
  for (let due = performance.now(); due < until; due += 1000 / perSecond) {
    await sleep(Math.max(0, due - performance.now()));
    const answer = latencyOf(target, due);
    // A wrong one is thrown when all are in.
    answer.catch(() => undefined);
    answers.push(answer);
  }
  return Promise.all(answers);
}

async function latencyOf(target: Target, due: number): Promise<number> {
  const { status, body } = await ask(target);
  if (!isRight(target, status, body)) {
    throw new Error(`the paced request was answered ${status} ${body.slice(0, 300)}`);
  }
  return performance.now() - due;
}
